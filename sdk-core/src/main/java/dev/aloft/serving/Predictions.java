package dev.aloft.serving;

import java.util.AbstractList;
import java.util.List;

/** What a model says of many rows, in their order. Immutable. */
public final class Predictions extends AbstractList<Prediction> {
  private final List<Prediction> items = List.of();

  Predictions() {}

  @Override
  public Prediction get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }
}
