package dev.aloft.aws;

import dev.aloft.cloud.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One image of AWS's own.
 *
 * @param framework what it holds, such as {@code xgboost}
 * @param scopes what for: {@code training}, {@code inference} …
 * @param version the framework's version, as AWS counts
 * @param aliases other words for the version
 * @param base the framework below it, where it has one
 * @param repository where it lies in the registry
 * @param pythons the versions of Python that there are of it
 * @param processors the kinds of processor that there are of it; empty where the tag names none
 * @param prefix what its tag begins with
 * @param tails what its tag ends with, by processor
 * @param registry the set of accounts
 */
record ImageRow(
    String framework,
    List<String> scopes,
    String version,
    List<String> aliases,
    String base,
    String repository,
    List<String> pythons,
    List<String> processors,
    String prefix,
    Map<String, String> tails,
    String registry) {
  private static final int WIDTH = 11;

  static List<ImageRow> all() {
    return Rows.of(ImageRow.class, "images.tsv", WIDTH).stream().map(ImageRow::of).toList();
  }

  private static ImageRow of(List<String> row) {
    Map<String, String> tails = new HashMap<>();
    for (String tail : Rows.parts(row.get(9))) {
      int equals = tail.indexOf('=');
      tails.put(tail.substring(0, equals), tail.substring(equals + 1));
    }
    return new ImageRow(
        row.get(0),
        Rows.parts(row.get(1)),
        row.get(2),
        Rows.parts(row.get(3)),
        row.get(4),
        row.get(5),
        Rows.parts(row.get(6)),
        Rows.parts(row.get(7)),
        row.get(8),
        Map.copyOf(tails),
        row.get(10));
  }

  boolean isVersion(String wanted) {
    return version.equals(wanted) || aliases.contains(wanted);
  }

  /** The tag for a processor and a Python; either may be empty. */
  String tag(String processor, String python) {
    String beginning = prefix.isEmpty() ? version : prefix;
    if (framework.equals("huggingface")) {
      beginning = base.replaceFirst("^[a-z]+", "") + "-transformers" + version;
    }
    StringBuilder tag = new StringBuilder(beginning);
    for (String part : List.of(processor, python, tails.getOrDefault(processor, ""))) {
      if (!part.isEmpty()) {
        tag.append('-').append(part);
      }
    }
    return tag.toString();
  }
}
