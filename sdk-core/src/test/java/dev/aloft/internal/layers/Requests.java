package dev.aloft.internal.layers;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;

/** Calls and errors for tests of layers. */
final class Requests {
  private Requests() {}

  static Call.Builder call(String operation) {
    return Call.builder(Level.REQUEST, operation)
        .at("cloud", "account/region")
        .resource("my-model");
  }

  static Call read() {
    return call("Describe").repeatable().build();
  }

  static Call write() {
    return call("Create").build();
  }

  static AloftException error(ErrorCode code, Effect effect) {
    return AloftException.of(code, "no").effect(effect).build();
  }

  static AloftException unavailable() {
    return error(ErrorCode.UNAVAILABLE, Effect.UNKNOWN);
  }
}
