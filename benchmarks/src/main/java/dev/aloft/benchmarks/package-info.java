/** Measurements of Aloft's own cost. */
@NullMarked
package dev.aloft.benchmarks;

import org.jspecify.annotations.NullMarked;
