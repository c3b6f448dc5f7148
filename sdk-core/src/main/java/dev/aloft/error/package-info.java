/** The one exception of Aloft and everything it says. */
@NullMarked
package dev.aloft.error;

import org.jspecify.annotations.NullMarked;
