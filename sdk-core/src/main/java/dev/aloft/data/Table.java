package dev.aloft.data;

/** Rows with named, typed columns. Immutable. */
public final class Table {
  Table() {}
}
