/**
 * Endpoints on this machine: loaded models, the protocols they speak, the processes that hold them,
 * and the driver over all of it.
 */
@NullMarked
package dev.aloft.local.serving;

import org.jspecify.annotations.NullMarked;
