package dev.aloft.data;

/** A named array of numbers, booleans or texts with a shape, in row-major order. Immutable. */
public final class Tensor {
  private final String name;

  Tensor(String name) {
    this.name = name;
  }

  /** The name. */
  public String name() {
    return name;
  }
}
