/**
 * What goes in and comes out: data sets and their reading rules, rows, tables, tensors, secrets.
 */
@NullMarked
package dev.aloft.data;

import org.jspecify.annotations.NullMarked;
