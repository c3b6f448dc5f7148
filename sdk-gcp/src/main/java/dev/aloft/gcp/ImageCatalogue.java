package dev.aloft.gcp;

import dev.aloft.cloud.Rows;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Vertex AI's own images: rows of data with a date. They age out, so that each can be replaced by
 * one of the user's own. Immutable.
 */
final class ImageCatalogue {
  private static final int WIDTH = 7;
  private static final int MOST_DIGITS = 9;

  /** How long before an image ends somebody is told. */
  private static final Duration NEAR = Duration.ofDays(90);

  private static final List<Row> ROWS =
      Rows.of(ImageCatalogue.class, "images.tsv", WIDTH).stream().map(Row::of).toList();

  private ImageCatalogue() {}

  /**
   * An image.
   *
   * @param reads the newest version of the framework whose files it reads
   * @param endOfPatches null when it is not known
   * @param endOfAvailability null when it is not known
   */
  record Row(
      String use,
      String framework,
      String accelerator,
      String version,
      String reads,
      @Nullable LocalDate endOfPatches,
      @Nullable LocalDate endOfAvailability) {

    static Row of(List<String> row) {
      return new Row(
          row.get(0),
          row.get(1),
          row.get(2),
          row.get(3),
          row.get(4),
          date(row.get(5)),
          date(row.get(6)));
    }

    private Optional<String> caution(LocalDate today) {
      if (endOfAvailability != null && today.isAfter(endOfAvailability)) {
        return Optional.of("need not be there any more since " + endOfAvailability);
      }
      if (endOfAvailability != null && today.plusDays(NEAR.toDays()).isAfter(endOfAvailability)) {
        return Optional.of("need not be there any more after " + endOfAvailability);
      }
      return endOfPatches != null && today.isAfter(endOfPatches)
          ? Optional.of("gets no patches since " + endOfPatches)
          : Optional.empty();
    }

    private static @Nullable LocalDate date(String text) {
      return text.isEmpty() ? null : LocalDate.parse(text);
    }

    /** The address of the image near a location. */
    String uri(String location) {
      boolean xla = framework.equals("pytorch") && accelerator.equals("cpu");
      return continent(location)
          + "-docker.pkg.dev/vertex-ai/"
          + use
          + "/"
          + framework
          + "-"
          + (xla ? "xla" : accelerator)
          + "."
          + version
          + ":latest";
    }
  }

  /** What is to be said of an image on a day; empty while nothing is. */
  static Optional<String> caution(String uri, LocalDate today) {
    return of(uri)
        .flatMap(row -> row.caution(today))
        .map(what -> "the image " + uri + " " + what + ": Vertex.TRAINING_IMAGE takes another one");
  }

  private static String continent(String location) {
    if (location.startsWith("europe") || location.equals("eu")) {
      return "europe";
    }
    boolean asia =
        location.startsWith("asia")
            || location.startsWith("australia")
            || location.startsWith("me-");
    return asia ? "asia" : "us";
  }

  /**
   * The newest image for a use.
   *
   * @param processor what it computes on, as {@link Machines#processor} says it
   */
  static Optional<Row> newest(String use, String framework, String processor) {
    return all(use, framework).stream()
        .filter(row -> row.accelerator().equals(processor))
        .findFirst();
  }

  /**
   * The oldest image that reads files of a version: one that is much newer than the file may read
   * something else from it. Empty where the version is newer than all images.
   */
  static Optional<Row> reading(String use, String framework, String version) {
    if (version.isEmpty()) {
      return newest(use, framework, Machines.CPU);
    }
    return all(use, framework).stream()
        .filter(row -> row.accelerator().equals(Machines.CPU))
        .filter(row -> compare(row.reads(), version) >= 0)
        .min((one, other) -> compare(one.reads(), other.reads()));
  }

  /** Compares the first two numbers of versions. */
  private static int compare(String one, String other) {
    int major = Integer.compare(number(one, 0), number(other, 0));
    return major != 0 ? major : Integer.compare(number(one, 1), number(other, 1));
  }

  private static int number(String version, int place) {
    String[] parts = version.split("[^0-9]+", -1);
    String part = parts.length > place ? parts[place] : "";
    return part.isEmpty() || part.length() > MOST_DIGITS ? 0 : Integer.parseInt(part);
  }

  /** The images of a framework, the newest first. */
  static List<Row> all(String use, String framework) {
    return ROWS.stream()
        .filter(row -> row.use().equals(use) && row.framework().equals(framework))
        .toList();
  }

  /** The image of an address, wherever it lies. */
  static Optional<Row> of(String uri) {
    int slash = uri.indexOf('/');
    return ROWS.stream()
        .filter(row -> slash > 0 && row.uri("us").endsWith(uri.substring(slash)))
        .findFirst();
  }
}
