package dev.aloft.data;

/** What a cell or the elements of a tensor hold. */
public enum DataType {
  /** True or false. */
  BOOL,
  /** 32-bit signed integer. */
  INT32,
  /** 64-bit signed integer. */
  INT64,
  /** 32-bit IEEE number. */
  FLOAT32,
  /** 64-bit IEEE number. */
  FLOAT64,
  /** Text. */
  STRING;

  /** Whether the elements are numbers. */
  public boolean isNumber() {
    return this != BOOL && this != STRING;
  }
}
