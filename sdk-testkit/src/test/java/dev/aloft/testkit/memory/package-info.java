/**
 * A provider in the memory of one process, right in everything, or wrong on purpose in one thing.
 */
@NullMarked
package dev.aloft.testkit.memory;

import org.jspecify.annotations.NullMarked;
