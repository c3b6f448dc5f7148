package dev.aloft.internal.intent;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.JsonTree;
import java.time.DateTimeException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a wish, or says that it is none. */
final class SpecReading {
  private SpecReading() {}

  static <S> S of(String document, Function<JsonNode, S> read) {
    try {
      return read.apply(JsonTree.read(document));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED, "the wish cannot be read: " + e.getMessage())
          .cause(e)
          .build();
    }
  }
}
