/** Training runs on this machine: their directories, their queue, and the driver over them. */
@NullMarked
package dev.aloft.local.training;

import org.jspecify.annotations.NullMarked;
