package dev.aloft.data;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.codec.CsvText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file as a table: once for the types of its columns, once for their cells. */
final class CsvTable {
  private CsvTable() {}

  static Table read(Data data) {
    if (data.csvFormat().isEmpty() || !data.isLocal()) {
      throw AloftException.of(
              ErrorCode.UNSUPPORTED,
              data + " cannot be read here: only local CSV can, given by Data.csv(path)")
          .build();
    }
    CsvFormat format = data.csvFormat().get();
    Path file = data.localPath();
    List<Column> columns = columns(file, format);
    Table.Builder table = Table.builder(columns);
    try (CsvReader csv = CsvReader.open(file, format)) {
      while (csv.next()) {
        for (int i = 0; i < columns.size(); i++) {
          add(csv, i, columns.get(i).type(), table);
        }
      }
    }
    return table.build();
  }

  private static List<Column> columns(Path file, CsvFormat format) {
    try (CsvReader csv = CsvReader.open(file, format)) {
      @Nullable DataType[] types = new DataType[csv.columns().size()];
      BitSet exact = new BitSet();
      while (csv.next()) {
        for (int i = 0; i < types.length; i++) {
          if (!csv.isMissing(i)) {
            DataType own = csv.typeOf(i);
            types[i] = common(types[i], own);
            exact.set(i, exact.get(i) || (own == DataType.INT64 && changes(csv.text(i))));
            checkExact(csv, i, types[i], exact);
          }
        }
      }
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < types.length; i++) {
        DataType type = types[i];
        columns.add(new Column(csv.columns().get(i), type == null ? DataType.FLOAT64 : type));
      }
      return columns;
    }
  }

  private static boolean changes(String whole) {
    return CsvText.changesAsDouble(Long.parseLong(whole.strip()));
  }

  private static void checkExact(CsvReader csv, int column, DataType type, BitSet exact) {
    if (type == DataType.FLOAT64 && exact.get(column)) {
      throw csv.fault(
          "column "
              + csv.columns().get(column)
              + " mixes broken numbers with whole ones that would be changed; name it in"
              + " categorical(…) or ignore(…)");
    }
  }

  private static DataType common(@Nullable DataType one, DataType other) {
    if (one == null || one == other) {
      return other;
    }
    return one.isNumber() && other.isNumber() ? DataType.FLOAT64 : DataType.STRING;
  }

  private static void add(CsvReader csv, int column, DataType type, Table.Builder table) {
    if (csv.isMissing(column)) {
      table.addMissing(column);
      return;
    }
    switch (type) {
      case INT64 -> table.addLong(column, Long.parseLong(csv.text(column).strip()));
      case BOOL -> table.addBoolean(column, csv.text(column).strip().equals("true"));
      case STRING -> table.addString(column, csv.text(column));
      default -> table.addDouble(column, csv.number(column));
    }
  }
}
