package dev.aloft.internal;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The layers of one client in their order. Immutable. */
final class LayerStack {

  CapabilityLayer capability() {
    throw new UnsupportedOperationException();
  }

  <T> T verb(Call call, Supplier<T> body) {
    throw new UnsupportedOperationException();
  }

  <T> T drive(Callable<T> body) {
    throw new UnsupportedOperationException();
  }

  LayerStack with(Layer layer) {
    throw new UnsupportedOperationException();
  }

  List<String> names() {
    throw new UnsupportedOperationException();
  }
}
