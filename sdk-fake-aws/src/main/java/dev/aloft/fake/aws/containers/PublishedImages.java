package dev.aloft.fake.aws.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which images of its own AWS has published, in which account of each region: rows of AWS's data
 * with a date, the same that Aloft's provider has. The rows do not have all that there is of the
 * deep learning containers (PyTorch, TensorFlow, MXNet, Hugging Face), so that their tags need only
 * be of the usual form when they say more than the rows, such as {@code
 * 2.8.0-gpu-py312-cu129-ubuntu22.04-sagemaker-v1.5}, and of a version that the rows have or that is
 * older than all of the repository's rows. Immutable.
 */
final class PublishedImages {
  static final PublishedImages CURRENT = new PublishedImages();

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.[a-z0-9.-]+/([^:@]+)"
              + "(?=[:@])(?::([^:@]+))?(?:@sha256:[0-9a-f]{64})?");
  private static final Pattern DEEP_LEARNING =
      Pattern.compile("(?:pytorch|tensorflow|mxnet|huggingface-(?:pytorch|tensorflow))(?:-.*)?");

  /** The version, what it runs on, and what tags may say of it. */
  private static final Pattern USUAL =
      Pattern.compile(
          "(\\d+(?:\\.\\d+)+(?:-transformers[\\d.]+)?)-(?:cpu|gpu|cu\\d+)(?:-py\\d+)?(?:-cu\\d+)?"
              + "(-(?:ubuntu\\d+\\.\\d+|amzn\\d+)(?:-sagemaker|-ec2)?(?:-v\\d+(?:\\.\\d+)*)?)?");

  private static final Pattern VERSION = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6})*");
  private static final String FIRST_REGION = "us-east-1";

  /** What a row says whose account is the repository's in each region. */
  private static final String ANY_ACCOUNT = "<account-id>";

  /** Accounts by region and set. */
  private final Map<String, Map<String, String>> accounts = new HashMap<>();

  /** The sets of each repository's tags. */
  private final Map<String, Map<String, Set<String>>> tags = new HashMap<>();

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
    add(row, row.get(2));
    parts(row.get(3), ";").forEach(alias -> add(row, alias));
  }

  private void add(List<String> row, String version) {
    String beginning = row.get(8).isEmpty() ? version : row.get(8);
    if (row.get(0).equals("huggingface")) {
      beginning = row.get(4).replaceFirst("^[a-z]+", "") + "-transformers" + version;
    }
    Map<String, String> tails = new HashMap<>();
    for (String tail : parts(row.get(9), ";")) {
      tails.put(tail.substring(0, tail.indexOf('=')), "-" + tail.substring(tail.indexOf('=') + 1));
    }
    for (String processor : orNone(parts(row.get(7), ";"))) {
      for (String python : orNone(parts(row.get(6), ";"))) {
        String tag =
            beginning + after(processor) + after(python) + tails.getOrDefault(processor, "");
        keep(row.get(5), tag, row.get(10));
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
    Set<String> sets = new HashSet<>();
    if (row.get(8).equals(ANY_ACCOUNT)) {
      tags.getOrDefault(row.get(0), Map.of()).values().forEach(sets::addAll);
    }
    accounts
        .getOrDefault(FIRST_REGION, Map.of())
        .forEach(
            (set, account) -> {
              if (account.equals(row.get(8))) {
                sets.add(set);
              }
            });
    for (String tag : parts(row.get(9), " ")) {
      sets.forEach(set -> keep(row.get(0), tag, set));
    }
  }

  private void keep(String repository, String tag, String set) {
    tags.computeIfAbsent(repository, missing -> new HashMap<>())
        .computeIfAbsent(tag, missing -> new HashSet<>())
        .add(set);
  }

  /** Whether AWS has an image, as far as is known; of a digest, whether its account has it. */
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
    Map<String, Set<String>> known = tags.getOrDefault(repository, Map.of());
    Matcher usual = USUAL.matcher(tag == null ? "" : tag);
    Predicate<String> isMeant;
    if (tag == null) {
      isMeant = any -> true;
    } else if (known.containsKey(tag)
        || !DEEP_LEARNING.matcher(repository).matches()
        || !usual.matches()) {
      isMeant = tag::equals;
    } else if (usual.group(2) != null && known.keySet().stream().anyMatch(isOf(usual.group(1)))) {
      isMeant = isOf(usual.group(1));
    } else {
      List<Integer> version = numbers(tag);
      isMeant = any -> true;
      if (known.keySet().stream().anyMatch(one -> !isBefore(version, numbers(one)))) {
        return Set.of();
      }
    }
    Set<String> sets = new HashSet<>();
    known.forEach(
        (one, of) -> {
          if (isMeant.test(one)) {
            sets.addAll(of);
          }
        });
    return sets;
  }

  private static Predicate<String> isOf(String version) {
    return tag -> tag.startsWith(version + "-");
  }

  /** The numbers of the version that a tag begins with. */
  private static List<Integer> numbers(String tag) {
    Matcher version = VERSION.matcher(tag);
    return version.lookingAt()
        ? Stream.of(version.group().split("\\.")).map(Integer::valueOf).toList()
        : List.of();
  }

  private static boolean isBefore(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return one.get(i) < other.get(i);
      }
    }
    return false; // 2.1 is a name of 2.1.0, or of what came after it
  }
}
