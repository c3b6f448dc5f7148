package dev.aloft.internal.staging;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file and where it is to lie. Bytes that lie in the store already, under this key or another,
 * are not sent again. A large file of a tree leaves a note of its place, since its key has the hash
 * of the tree and not its own.
 *
 * @param key where it is to lie
 * @param own the place of the same bytes as a single file, without a name
 * @param content the bytes
 * @param inTree whether the key has the hash of a tree, which was looked through before
 */
record StagedFile(String key, String own, Content.File content, boolean inTree) {
  private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

  /** From this size on looking elsewhere is cheaper than sending. */
  static final long LARGE = 1 << 20;

  private static final String NOTE = ".at";

  /** Sees to it that the file lies there. */
  void bring(ObjectStore store, Stop stop, Progress progress) {
    boolean known = content.size() >= LARGE && !content.hash().isEmpty();
    if ((!inTree && isThere(store)) || (known && copyWithin(store))) {
      progress.add(content.size());
      return;
    }
    send(store, stop, progress);
    if (inTree && known) {
      leaveNote(store);
    }
  }

  private void send(ObjectStore store, Stop stop, Progress progress) {
    SentSource source = new SentSource(content, stop, progress::add);
    try {
      store.put(key, source, true, Map.of());
    } catch (AloftException e) {
      if (source.isChanged()) {
        throw AloftException.of(
                ErrorCode.DATA_CORRUPTED,
                content.path() + " was changed while it was being sent; start again")
            .cause(e)
            .build();
      }
      // somebody else was faster, or an answer was lost
      if (!mayBeThere(e) || !isThere(store)) {
        throw e;
      }
    }
  }

  private static boolean mayBeThere(AloftException error) {
    return error.code() == ErrorCode.ALREADY_EXISTS
        || (error.effect() != dev.aloft.error.Effect.NONE && error.code() != ErrorCode.INTERRUPTED);
  }

  private boolean isThere(ObjectStore store) {
    Optional<Stored> stored = store.head(key);
    stored.ifPresent(there -> requireWhole(store, there));
    return stored.isPresent();
  }

  /** Refuses what is there when it cannot be this file. */
  void requireWhole(ObjectStore store, Stored there) {
    if (there.size() != content.size()) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              store.uri(key)
                  + " has "
                  + there.size()
                  + " bytes, not the "
                  + content.size()
                  + " of its hash; delete it and start again")
          .build();
    }
  }

  /** Copies within the store from where the same bytes lie. */
  private boolean copyWithin(ObjectStore store) {
    for (Stored other : store.list(own, null).items()) {
      Optional<Stored> from =
          other.key().equals(own + NOTE) ? noted(store, other.key()) : Optional.of(other);
      if (from.isPresent() && from.get().size() == content.size()) {
        try {
          store.copy(from.get().key(), key);
          return true;
        } catch (AloftException e) {
          if (e.code() == ErrorCode.INTERRUPTED) {
            throw e;
          }
          LOG.debug("{} cannot be copied within the store", from.get().key(), e);
        }
      }
    }
    return false;
  }

  private static Optional<Stored> noted(ObjectStore store, String note) {
    try (InputStream in = store.get(note, 0, -1)) {
      return store.head(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("{} cannot be read", note, e);
      return Optional.empty();
    }
  }

  private void leaveNote(ObjectStore store) {
    try {
      store.put(own + NOTE, Source.of(key), true, Map.of());
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        throw e;
      }
      LOG.debug("no note of {}", key, e);
    }
  }
}
