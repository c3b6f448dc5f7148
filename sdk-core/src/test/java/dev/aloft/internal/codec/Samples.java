package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random tables and outputs whose values sit at the edges of their types. */
final class Samples {
  private static final double[] DOUBLES = {
    0.0, -0.0, 1, 0.1, -2.5, Math.PI, 1e-310, Double.MIN_VALUE, Double.MAX_VALUE, 0x1p53, 1e22
  };
  private static final float[] FLOATS = {
    0f, -0f, 1f, 0.1f, 7.038531e-26f, Float.MIN_VALUE, Float.MAX_VALUE, 16777216f, 3.4e-5f
  };
  private static final long[] LONGS = {
    0, 1, -1, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE
  };
  private static final String[] TEXTS = {
    "", " ", "a", "1", "nan", "true", "null", "é€😀", "a,b", "\"", "\"\"", "x\ny", "\r\n", "\t",
    "\u0000"
  };

  private static final List<DataType> TYPES = List.of(DataType.values());

  private final Random random;
  private final boolean infinities;

  Samples(long seed, boolean infinities) {
    this.random = new Random(seed);
    this.infinities = infinities;
  }

  Table table() {
    int width = 1 + random.nextInt(5);
    boolean alike = random.nextInt(3) == 0;
    DataType one = type();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add(new Column("column " + i + " \"é", alike ? one : type()));
    }
    Table.Builder table = Table.builder(columns);
    int rows = random.nextInt(random.nextInt(5) == 0 ? 60 : 6);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        DataType type = columns.get(column).type();
        boolean only = width == 1 && type == DataType.STRING;
        if (!only && random.nextInt(5) == 0) {
          table.addMissing(column);
        } else {
          table.add(column, value(type));
        }
      }
    }
    return table.build();
  }

  List<Tensor> outputs(int rows, boolean wide, boolean several) {
    int count = several ? 1 + random.nextInt(3) : 1;
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int width = wide ? 1 + random.nextInt(3) : 1;
      long[] shape = width == 1 ? new long[] {rows} : new long[] {rows, width};
      outputs.add(tensor("output " + i, rows * width, shape));
    }
    return outputs;
  }

  private Tensor tensor(String name, int size, long... shape) {
    DataType type = type();
    Table.Builder column = Table.builder(type);
    for (int i = 0; i < size; i++) {
      column.add(0, value(type));
    }
    Table values = column.build();
    return switch (type) {
      case FLOAT64 -> Tensor.float64(name, values.toDoubles(0), shape);
      case FLOAT32 -> {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
          floats[i] = values.getFloat(i, 0);
        }
        yield Tensor.float32(name, floats, shape);
      }
      case INT64 -> {
        long[] longs = new long[size];
        for (int i = 0; i < size; i++) {
          longs[i] = values.getLong(i, 0);
        }
        yield Tensor.int64(name, longs, shape);
      }
      case INT32 -> {
        int[] ints = new int[size];
        for (int i = 0; i < size; i++) {
          ints[i] = (int) values.getLong(i, 0);
        }
        yield Tensor.int32(name, ints, shape);
      }
      case BOOL -> {
        boolean[] flags = new boolean[size];
        for (int i = 0; i < size; i++) {
          flags[i] = values.getBoolean(i, 0);
        }
        yield Tensor.bool(name, flags, shape);
      }
      case STRING -> {
        String[] texts = new String[size];
        for (int i = 0; i < size; i++) {
          texts[i] = values.getString(i, 0);
        }
        yield Tensor.string(name, texts, shape);
      }
    };
  }

  private Object value(DataType type) {
    return switch (type) {
      case FLOAT64 -> number();
      case FLOAT32 -> single();
      case INT64 -> random.nextBoolean() ? random.nextLong() : pick(LONGS);
      case INT32 -> random.nextBoolean() ? random.nextInt() : (int) pick(LONGS);
      case BOOL -> random.nextBoolean();
      case STRING -> TEXTS[random.nextInt(TEXTS.length)];
    };
  }

  private double number() {
    int kind = random.nextInt(12);
    if (kind == 0) {
      return Double.NaN;
    }
    if (kind == 1 && infinities) {
      return random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    double any = Double.longBitsToDouble(random.nextLong());
    return kind > 6 && Double.isFinite(any) ? any : DOUBLES[random.nextInt(DOUBLES.length)];
  }

  private float single() {
    int kind = random.nextInt(12);
    if (kind == 0) {
      return Float.NaN;
    }
    if (kind == 1 && infinities) {
      return random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
    }
    float any = Float.intBitsToFloat(random.nextInt());
    return kind > 6 && Float.isFinite(any) ? any : FLOATS[random.nextInt(FLOATS.length)];
  }

  private long pick(long[] values) {
    return values[random.nextInt(values.length)];
  }

  private DataType type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  static Signature inputs(Table table) {
    return new Signature(table.columns(), List.of());
  }

  static Signature outputs(List<Tensor> outputs) {
    return new Signature(
        List.of(), outputs.stream().map(t -> new Column(t.name(), t.type())).toList());
  }
}
