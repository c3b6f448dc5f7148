/** Conformance suites and tools that prove a provider. */
@NullMarked
package dev.aloft.testkit;

import org.jspecify.annotations.NullMarked;
