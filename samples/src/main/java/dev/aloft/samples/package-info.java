/** Programs that show Aloft at work. */
@NullMarked
package dev.aloft.samples;

import org.jspecify.annotations.NullMarked;
