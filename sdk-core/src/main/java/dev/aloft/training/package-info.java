/** Training jobs, what runs them, and the runs that a caller follows. */
@NullMarked
package dev.aloft.training;

import org.jspecify.annotations.NullMarked;
