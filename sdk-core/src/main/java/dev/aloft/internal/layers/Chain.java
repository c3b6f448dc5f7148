package dev.aloft.internal.layers;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;

/** What is left of a stack: the layers from one on, at least one, then the end. Immutable. */
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
    return from(0, layers, end).proceed(call);
  }

  private static <T> Layer.Inner<T> from(int next, Layer[] layers, Layer.Inner<T> end) {
    return next == layers.length ? end : new Chain<>(layers, next, end);
  }

  @Override
  public T proceed(Call call) {
    return layers[next].around(call, from(next + 1, layers, end));
  }
}
