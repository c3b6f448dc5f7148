package dev.aloft.fake.aws.containers;

import dev.aloft.driver.LabelRange;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Rows as they are read, with what is missing left out: what XGBoost trains on. Not thread-safe.
 */
final class SparseRows {
  private long[] starts = new long[1024];
  private float[] labels = new float[1024];
  private float[] weights = new float[1024];
  private int[] queries = new int[1024];
  private int[] columns = new int[8192];
  private float[] values = new float[8192];
  private final LabelRange labelRange = new LabelRange();
  private int rows;
  private int cells;
  private int width;
  private boolean weighted;
  private boolean queried;

  /** Begins a row. */
  void row(float label) {
    if (rows + 1 == starts.length) {
      int more = rows * 2;
      starts = Arrays.copyOf(starts, more);
      labels = Arrays.copyOf(labels, more);
      weights = Arrays.copyOf(weights, more);
      queries = Arrays.copyOf(queries, more);
    }
    labels[rows] = label;
    labelRange.add(label);
    weights[rows] = 1;
    rows++;
    starts[rows] = cells;
  }

  /** The weight of the row. */
  void weight(float weight) {
    weights[rows - 1] = weight;
    weighted = true;
  }

  /** The query that the row belongs to. */
  void query(int query) {
    queries[rows - 1] = query;
    queried = true;
  }

  /** A value of the row. */
  void cell(int column, float value) {
    width = Math.max(width, column + 1);
    if (Float.isNaN(value)) {
      return;
    }
    if (cells == columns.length) {
      columns = Arrays.copyOf(columns, cells * 2);
      values = Arrays.copyOf(values, cells * 2);
    }
    columns[cells] = column;
    values[cells] = value;
    cells++;
    starts[rows] = cells;
  }

  /** Which labels there are. */
  LabelRange labelRange() {
    return labelRange;
  }

  int rows() {
    return rows;
  }

  /** How many features there are. */
  int width() {
    return width;
  }

  /**
   * All rows for the library.
   *
   * @param atLeast how many features there are elsewhere
   */
  DMatrix matrix(int atLeast) throws XGBoostError {
    DMatrix matrix =
        new DMatrix(
            Arrays.copyOf(starts, rows + 1),
            Arrays.copyOf(columns, cells),
            Arrays.copyOf(values, cells),
            DMatrix.SparseType.CSR,
            Math.max(width, atLeast),
            Float.NaN,
            1);
    matrix.setLabel(Arrays.copyOf(labels, rows));
    if (weighted) {
      matrix.setWeight(Arrays.copyOf(weights, rows));
    }
    if (queried) {
      matrix.setQueryId(Arrays.copyOf(queries, rows));
    }
    return matrix;
  }
}
