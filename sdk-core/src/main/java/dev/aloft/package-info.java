/** The entry to Aloft: {@link dev.aloft.Aloft}, its settings, capabilities and options. */
@NullMarked
package dev.aloft;

import org.jspecify.annotations.NullMarked;
