package dev.aloft.local.serving;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.model.Signature;
import java.util.List;

/** A model in memory. Any number of threads may use it at once. */
interface ServedModel {

  /** What it is, as the Open Inference Protocol's metadata say it. */
  String platform();

  /** What it takes and gives; both are known. */
  Signature signature();

  /**
   * Predicts.
   *
   * @param rows rows in the order and types of the signature's inputs
   * @return the signature's outputs, whose first dimension is the row
   */
  List<Tensor> predict(Table rows);
}
