/**
 * What every fake store of objects stands on: the order of names, a journal, and bytes of files.
 */
@NullMarked
package dev.aloft.fake.store;

import org.jspecify.annotations.NullMarked;
