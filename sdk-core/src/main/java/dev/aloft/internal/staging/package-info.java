/**
 * Brings data into the staging store. Internal to Aloft: nothing here is API, and any of it may
 * change without notice.
 */
@NullMarked
package dev.aloft.internal.staging;

import org.jspecify.annotations.NullMarked;
