package dev.aloft.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One of the ways to write the sample table as CSV. Immutable. */
final class CsvWriting {
  private final List<List<String>> records;
  private final boolean header;
  private final char separator;
  private final char quote;

  private CsvWriting(List<List<String>> records, boolean header, char separator, char quote) {
    this.records = records;
    this.header = header;
    this.separator = separator;
    this.quote = quote;
  }

  /** With a header, the label last, commas and no quotes. */
  static CsvWriting plain() {
    List<List<String>> records = new ArrayList<>();
    records.add(SampleTable.COLUMNS);
    records.addAll(SampleTable.rows());
    return new CsvWriting(records, true, ',', '\0');
  }

  CsvWriting labelFirst() {
    return with(
        records.stream()
            .map(cells -> List.of(cells.get(3), cells.get(0), cells.get(1), cells.get(2)))
            .toList());
  }

  /** Every seventh height is missing. */
  CsvWriting missing(String text) {
    List<List<String>> changed = new ArrayList<>(records);
    for (int i = 1; i < changed.size(); i += 7) {
      List<String> cells = new ArrayList<>(changed.get(i));
      cells.set(1, text);
      changed.set(i, cells);
    }
    return with(changed);
  }

  /** With a further column of texts that hold separators, quotes and ends of lines. */
  CsvWriting notes() {
    List<List<String>> changed = new ArrayList<>();
    for (List<String> cells : records) {
      List<String> more = new ArrayList<>(cells);
      more.add(2, changed.isEmpty() ? "note" : "\"he said \"\"so, or\"\"\nnot\"");
      changed.add(more);
    }
    return with(changed);
  }

  private CsvWriting with(List<List<String>> changed) {
    return new CsvWriting(changed, header, separator, quote);
  }

  CsvWriting noHeader() {
    return new CsvWriting(records, false, separator, quote);
  }

  CsvWriting separator(char character) {
    return new CsvWriting(records, header, character, quote);
  }

  CsvWriting quoted(char character) {
    return new CsvWriting(records, header, separator, character);
  }

  String text() {
    return records.stream()
        .skip(header ? 0 : 1)
        .map(
            cells ->
                cells.stream()
                    .map(cell -> quote == '\0' ? cell : quote + cell + quote)
                    .collect(Collectors.joining(String.valueOf(separator))))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
