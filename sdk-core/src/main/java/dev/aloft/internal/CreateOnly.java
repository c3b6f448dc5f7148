package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Texts that are written once and never changed. Knows its own text again, so that an answer that
 * was lost, or a put that was sent twice, does not look like somebody else's. Thread-safe.
 */
final class CreateOnly {
  private static final int SENDS = 4;

  private final ObjectStore store;

  CreateOnly(ObjectStore store) {
    this.store = store;
  }

  /**
   * Writes a text that no other writer would write.
   *
   * @return what is stored; empty when something else is there
   * @throws AloftException when the store failed; the text may be there all the same
   */
  Optional<Stored> put(String key, String text) {
    Source source = Source.of(text);
    for (int send = 1; ; send++) {
      try {
        return Optional.of(store.put(key, source, true, Map.of()));
      } catch (AloftException e) {
        if (e.code() == ErrorCode.ALREADY_EXISTS) {
          return holds(key, text) ? store.head(key) : Optional.empty();
        }
        boolean mayBeThere = e.effect() != Effect.NONE && e.code() != ErrorCode.INTERRUPTED;
        if (!mayBeThere || send == SENDS) {
          throw e;
        }
      }
    }
  }

  /** Whether exactly this text is there. */
  boolean holds(String key, String text) {
    return text(key).filter(text::equals).isPresent();
  }

  /** The text; empty when there is none. */
  Optional<String> text(String key) {
    try (InputStream in = store.get(key, 0, -1)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw AloftException.of(ErrorCode.UNAVAILABLE, store.uri(key) + " cannot be read")
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
  }
}
