package dev.aloft.driver;

import dev.aloft.Capability;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;

/** The error of a driver method that a provider does not have. */
final class Unsupported {
  private Unsupported() {}

  static AloftException here(String scope, Capability capability) {
    return AloftException.of(
            ErrorCode.UNSUPPORTED, "\"" + capability + "\" is not supported by " + scope)
        .build();
  }
}
