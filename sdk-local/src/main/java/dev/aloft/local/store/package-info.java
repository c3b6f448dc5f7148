/** The object store in a directory of this machine, scheme {@code file}. */
@NullMarked
package dev.aloft.local.store;

import org.jspecify.annotations.NullMarked;
