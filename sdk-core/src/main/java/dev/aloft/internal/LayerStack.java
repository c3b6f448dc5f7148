package dev.aloft.internal;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The layers of one client in their order. Immutable. */
final class LayerStack {

  CapabilityLayer capability() {
    return Pending.here();
  }

  <T> T verb(Call call, Supplier<T> body) {
    return Pending.here();
  }

  <T> T drive(Callable<T> body) {
    return Pending.here();
  }

  LayerStack with(Layer layer) {
    return Pending.here();
  }

  List<String> names() {
    return Pending.here();
  }
}
