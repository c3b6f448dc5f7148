/** Registered models in directories of this machine. */
@NullMarked
package dev.aloft.local.registry;

import org.jspecify.annotations.NullMarked;
