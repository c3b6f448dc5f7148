/** Files that are there whole or not at all, and locks that end with their process. */
@NullMarked
package dev.aloft.local.disk;

import org.jspecify.annotations.NullMarked;
