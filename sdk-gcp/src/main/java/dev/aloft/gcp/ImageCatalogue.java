package dev.aloft.gcp;

import dev.aloft.cloud.Rows;
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

  /** The newest image for a use. */
  static Optional<Row> newest(String use, String framework, boolean accelerated) {
    return all(use, framework).stream()
        .filter(row -> row.accelerator().equals(accelerated ? "gpu" : "cpu"))
        .findFirst();
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
