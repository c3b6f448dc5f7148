package dev.aloft.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far each stream of a log was read: the service's token, and how many lines behind it. Holds
 * in any process. Immutable.
 *
 * @param places where each stream goes on
 */
record LogCursor(Map<String, Place> places) {
  private static final String FIELD = "\t";

  /**
   * Where a stream goes on.
   *
   * @param token the service's token; empty for the beginning
   * @param lines how many lines behind it were given already
   */
  record Place(String token, int lines) {
    static final Place START = new Place("", 0);
  }

  LogCursor {
    places = Map.copyOf(places);
  }

  static LogCursor parse(@Nullable String text) {
    Map<String, Place> places = new TreeMap<>();
    if (text != null && !text.isEmpty()) {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      for (String line : plain.split("\n", -1)) {
        String[] fields = line.split(FIELD, -1);
        if (fields.length == 3) {
          places.put(fields[0], new Place(fields[1], Integer.parseInt(fields[2])));
        }
      }
    }
    return new LogCursor(places);
  }

  Place place(String stream) {
    return places.getOrDefault(stream, Place.START);
  }

  /** The text form. */
  String text() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(places)
        .forEach(
            (stream, place) -> lines.add(stream + FIELD + place.token() + FIELD + place.lines()));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
