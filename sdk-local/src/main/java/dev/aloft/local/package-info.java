/** The provider on this machine. */
@NullMarked
package dev.aloft.local;

import org.jspecify.annotations.NullMarked;
