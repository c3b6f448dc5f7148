/** A provider that does nothing and waits for nothing, so that what is measured is Aloft itself. */
@NullMarked
package dev.aloft.benchmarks.provider;

import org.jspecify.annotations.NullMarked;
