/**
 * Where settings come from. Internal to Aloft: nothing here is API, and any of it may change
 * without notice.
 */
@NullMarked
package dev.aloft.internal.config;

import org.jspecify.annotations.NullMarked;
