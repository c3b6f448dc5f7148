package dev.aloft.aws;

import dev.aloft.cloud.Rows;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The addresses of AWS's own images: rows of data with a date. No version is computed and no
 * account guessed; what the data lack is refused, and any full address can be given instead.
 * Immutable.
 */
final class ImageCatalogue {
  private static final int DATE_WIDTH = 10;
  private static final String GRAVITON = "inference_graviton";
  private static final ImageCatalogue CURRENT = new ImageCatalogue();

  private final List<ImageRow> images = ImageRow.all();
  private final Map<String, Map<String, String>> accounts = accounts();
  private final List<List<String>> dates =
      Rows.of(ImageCatalogue.class, "image-dates.tsv", DATE_WIDTH);

  private ImageCatalogue() {}

  static ImageCatalogue current() {
    return CURRENT;
  }

  private static Map<String, Map<String, String>> accounts() {
    List<List<String>> rows = Rows.of(ImageCatalogue.class, "registries.tsv", 2);
    List<String> sets = rows.get(0);
    Map<String, Map<String, String>> byRegion = new HashMap<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      Map<String, String> bySet = new HashMap<>();
      for (int i = 1; i < Math.min(sets.size(), row.size()); i++) {
        if (!row.get(i).isEmpty()) {
          bySet.put(sets.get(i), row.get(i));
        }
      }
      byRegion.put(row.get(0), bySet);
    }
    return Map.copyOf(byRegion);
  }

  /**
   * The address of an image.
   *
   * @throws AloftException UNSUPPORTED when there is none, saying what there is
   */
  String uri(ImageQuery query, String region) {
    ImageRow row = row(query);
    String processor = processor(row, query);
    String python = python(row, query);
    String account = accounts.getOrDefault(region, Map.of()).get(row.registry());
    if (account == null) {
      throw refused(query + " is not offered in " + region + unknown(region));
    }
    return account
        + ".dkr.ecr."
        + region
        + "."
        + Partitions.suffix(region)
        + "/"
        + row.repository()
        + ":"
        + row.tag(processor, python);
  }

  private static String unknown(String region) {
    return Regions.isKnown(region)
        ? ""
        : ", a region that this version does not know" + Regions.suggestion(region);
  }

  private ImageRow row(ImageQuery query) {
    String scope = scope(query);
    List<ImageRow> known =
        images.stream()
            .filter(row -> row.framework().equals(query.framework()))
            .filter(row -> scope.isEmpty() || row.scopes().contains(scope))
            .filter(row -> query.base().isEmpty() || row.base().equals(query.base()))
            .toList();
    return known.stream()
        .filter(row -> query.version().isEmpty() || row.isVersion(query.version()))
        .filter(row -> query.python().isEmpty() || row.pythons().contains(query.python()))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "there is no image of "
                        + query
                        + "; there are "
                        + known.stream().map(ImageRow::version).distinct().toList()));
  }

  private String scope(ImageQuery query) {
    boolean ownImages =
        images.stream()
            .anyMatch(
                row ->
                    row.framework().equals(query.framework()) && row.scopes().contains(GRAVITON));
    return query.scope().equals("inference")
            && ownImages
            && MachineFamily.of(query.machine()).isGraviton()
        ? GRAVITON
        : query.scope();
  }

  private static String processor(ImageRow row, ImageQuery query) {
    if (row.processors().isEmpty()) {
      return "";
    }
    if (query.machine().isEmpty() && row.processors().size() == 1) {
      return row.processors().get(0);
    }
    String processor = MachineFamily.of(query.machine()).processor();
    if (!row.processors().contains(processor)) {
      throw refused(
          query
              + " runs on "
              + row.processors()
              + " only, and "
              + (query.machine().isEmpty() ? "no machine" : query.machine())
              + " is "
              + processor);
    }
    return processor;
  }

  private static String python(ImageRow row, ImageQuery query) {
    if (row.pythons().isEmpty()) {
      return "";
    }
    return query.python().isEmpty() ? row.pythons().get(row.pythons().size() - 1) : query.python();
  }

  private static AloftException refused(String what) {
    return AloftException.of(
            ErrorCode.UNSUPPORTED, what + "; the full address of an image is taken as well")
        .effect(Effect.NONE)
        .build();
  }

  /** Until when an image gets patches; empty when that is not known. */
  Optional<LocalDate> endOfPatch(String image) {
    int slash = image.lastIndexOf('/');
    int colon = image.lastIndexOf(':');
    if (slash < 0 || colon < slash) {
      return Optional.empty();
    }
    String repository = image.substring(slash + 1, colon);
    String tag = image.substring(colon + 1);
    return dates.stream()
        .filter(row -> row.get(0).equals(repository) && isTag(row, tag))
        .map(row -> row.get(7))
        .filter(date -> !date.isEmpty())
        .map(LocalDate::parse)
        .findFirst();
  }

  /** AWS lists longer tags beside those that its own tools use. */
  private static boolean isTag(List<String> row, String tag) {
    return List.of(row.get(9).split(" ", -1)).stream()
        .anyMatch(known -> known.equals(tag) || known.startsWith(tag + "-"));
  }

  /** The versions of a framework that there are for a purpose, in AWS's order. */
  List<String> versions(String framework, String scope) {
    return images.stream()
        .filter(row -> row.framework().equals(framework) && row.scopes().contains(scope))
        .map(ImageRow::version)
        .distinct()
        .collect(Collectors.toUnmodifiableList());
  }
}
