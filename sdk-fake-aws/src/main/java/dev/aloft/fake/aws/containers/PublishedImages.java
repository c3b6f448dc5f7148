package dev.aloft.fake.aws.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which images of its own AWS has published, in which account of each region: rows of AWS's data
 * with a date, the same that Aloft's provider has. Immutable.
 */
final class PublishedImages {
  static final PublishedImages CURRENT = new PublishedImages();

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.[a-z0-9.-]+/([^:@]+)(?::([^@]+)|@.+)");
  private static final String FIRST_REGION = "us-east-1";

  /** Accounts by region and set. */
  private final Map<String, Map<String, String>> accounts = new HashMap<>();

  /** The sets of each repository's tags. */
  private final Map<String, Map<String, Set<String>>> tags = new HashMap<>();

  /** Tags of each repository that are longer than AWS's tools write them. */
  private final Map<String, Map<String, Set<String>>> longTags = new HashMap<>();

  private PublishedImages() {
    List<List<String>> registries = rows("registries.tsv");
    List<String> sets = registries.get(0);
    for (List<String> row : registries.subList(1, registries.size())) {
      Map<String, String> bySet = new HashMap<>();
      for (int i = 1; i < Math.min(sets.size(), row.size()); i++) {
        bySet.put(sets.get(i), row.get(i));
      }
      accounts.put(row.get(0), bySet);
    }
    rows("images.tsv").forEach(this::add);
    rows("image-dates.tsv").forEach(this::addDated);
  }

  private static List<List<String>> rows(String file) {
    try (InputStream in =
        Objects.requireNonNull(PublishedImages.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.split("\t", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> parts(String cell, String between) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(between, -1));
  }

  /** A row: framework scopes version aliases base repository pythons processors prefix tail set. */
  private void add(List<String> row) {
    String beginning = row.get(8).isEmpty() ? row.get(2) : row.get(8);
    if (row.get(0).equals("huggingface")) {
      beginning = row.get(4).replaceFirst("^[a-z]+", "") + "-transformers" + row.get(2);
    }
    Map<String, String> tails = new HashMap<>();
    for (String tail : parts(row.get(9), ";")) {
      tails.put(tail.substring(0, tail.indexOf('=')), "-" + tail.substring(tail.indexOf('=') + 1));
    }
    for (String processor : orNone(parts(row.get(7), ";"))) {
      for (String python : orNone(parts(row.get(6), ";"))) {
        String tag =
            beginning + after(processor) + after(python) + tails.getOrDefault(processor, "");
        keep(tags, row.get(5), tag, row.get(10));
      }
    }
  }

  private static List<String> orNone(List<String> parts) {
    return parts.isEmpty() ? List.of("") : parts;
  }

  private static String after(String part) {
    return part.isEmpty() ? "" : "-" + part;
  }

  /** A row: repository version accelerator python cuda os transformers end registry tags. */
  private void addDated(List<String> row) {
    List<String> sets = new ArrayList<>();
    accounts
        .getOrDefault(FIRST_REGION, Map.of())
        .forEach(
            (set, account) -> {
              if (account.equals(row.get(8))) {
                sets.add(set);
              }
            });
    for (String tag : parts(row.get(9), " ")) {
      sets.forEach(set -> keep(longTags, row.get(0), tag, set));
    }
  }

  private static void keep(
      Map<String, Map<String, Set<String>>> all, String repository, String tag, String set) {
    all.computeIfAbsent(repository, missing -> new HashMap<>())
        .computeIfAbsent(tag, missing -> new HashSet<>())
        .add(set);
  }

  /** Whether AWS has published the image of an address; of a digest, whether its account has it. */
  boolean has(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      return false;
    }
    Map<String, String> ofRegion = accounts.getOrDefault(parts.group(2), Map.of());
    Set<String> sets = sets(parts.group(3), parts.group(4));
    return sets.stream().anyMatch(set -> parts.group(1).equals(ofRegion.get(set)));
  }

  private Set<String> sets(String repository, @Nullable String tag) {
    Set<String> sets = new HashSet<>();
    tags.getOrDefault(repository, Map.of())
        .forEach(
            (known, of) -> {
              if (tag == null || known.equals(tag)) {
                sets.addAll(of);
              }
            });
    longTags
        .getOrDefault(repository, Map.of())
        .forEach(
            (known, of) -> {
              if (tag == null || known.equals(tag) || known.startsWith(tag + "-")) {
                sets.addAll(of);
              }
            });
    return sets;
  }
}
