package dev.aloft.internal.layers;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;

/** What is left of a stack: the layers from one on, then the end. Immutable. */
final class Chain<T> implements Layer.Inner<T> {
  private final Layer[] layers;
  private final int next;
  private final Layer.Inner<T> end;

  private Chain(Layer[] layers, int next, Layer.Inner<T> end) {
    this.layers = layers;
    this.next = next;
    this.end = end;
  }

  static <T> T run(Layer[] layers, Call call, Layer.Inner<T> end) {
    return new Chain<>(layers, 0, end).proceed(call);
  }

  @Override
  public T proceed(Call call) {
    return next == layers.length
        ? end.proceed(call)
        : layers[next].around(call, new Chain<>(layers, next + 1, end));
  }
}
