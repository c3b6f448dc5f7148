/** The process that carries out one training run and outlives the one that asked for it. */
@NullMarked
package dev.aloft.local.worker;

import org.jspecify.annotations.NullMarked;
