/**
 * The built-in layers and the stack they stand in. Internal to Aloft: nothing here is API, and any
 * of it may change without notice.
 */
@NullMarked
package dev.aloft.internal.layers;

import org.jspecify.annotations.NullMarked;
