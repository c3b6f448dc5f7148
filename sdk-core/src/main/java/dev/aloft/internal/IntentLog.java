package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.intent.IntentDocument;
import dev.aloft.internal.intent.IntentJson;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.SecretFormats;
import dev.aloft.internal.intent.StateCache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbered documents that hold the wishes, beside the resources. A document is written
 * create-only under the number after the newest, which is compare-and-swap on any store that can
 * refuse an overwrite. Thread-safe.
 *
 * <p>Documents before the newest {@link IntentDocument.Settled} say nothing any more; they go once
 * they are a day old. So a number that is free is either the next one, or lies before a settled
 * document, where nobody reads it; and a writer whose reading is younger than half a day cannot hit
 * the second kind.
 */
public final class IntentLog {
  private static final String ROOT = "aloft/log/";
  private static final String SUFFIX = ".json";
  private static final int DIGITS = 10;
  private static final Pattern NUMBERED = Pattern.compile("[0-9]{10}\\.json");
  private static final Duration TRUSTED = Duration.ofHours(1);
  private static final Duration SURELY_NEWEST = Duration.ofHours(12);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int COMPACT_EVERY = 16;
  private static final int REREADS = 10;
  private static final long CACHED = 32_000_000;

  private final ObjectStore store;
  private final CreateOnly texts;
  private final String writer = UUID.randomUUID().toString();
  private final StateCache cache = new StateCache(CACHED);
  private @Nullable String id;
  private long written;

  /** A log in a store. Reads nothing yet. */
  public IntentLog(ObjectStore store) {
    this.store = store;
    this.texts = new CreateOnly(store);
  }

  /** The log's own id: the owner tag. Made once, create-only, on first use. */
  public synchronized String id() {
    String known = id;
    if (known == null) {
      known = existingId().orElseGet(this::makeId);
      id = known;
    }
    return known;
  }

  private Optional<String> existingId() {
    return texts.text(ROOT + "id").map(String::strip);
  }

  private String makeId() {
    String fresh = Hashing.base32(UUID.randomUUID().toString(), 16);
    return texts.put(ROOT + "id", fresh + "\n").isPresent()
        ? fresh
        : existingId().orElseThrow(() -> changing(ROOT + "id"));
  }

  /** The store's own time. */
  public Instant time() {
    return store.time();
  }

  /** What a name's documents say now. */
  public NameState read(String kind, String name) {
    Instant before = store.time();
    NameState known = cache.get(kind, name);
    if (known != null && Duration.between(known.readAt(), before).abs().compareTo(TRUSTED) < 0) {
      Optional<NameState> state = follow(known, before);
      if (state.isPresent()) {
        return cache.keep(state.get());
      }
    }
    return cache.keep(readAll(kind, name));
  }

  /** Reads on from what is known; empty when a document went in between. */
  private Optional<NameState> follow(NameState known, Instant before) {
    NameState state = known;
    while (true) {
      String key = key(state.kind(), state.name(), state.number() + 1);
      Optional<Stored> stored = store.head(key);
      if (stored.isEmpty()) {
        return Optional.of(state.readAt(before));
      }
      Optional<String> text = texts.text(key);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      state = state.after(IntentJson.read(text.get(), store.uri(key)), stored.get().modified());
    }
  }

  private NameState readAll(String kind, String name) {
    for (int i = 0; i < REREADS; i++) {
      Instant before = store.time();
      Optional<NameState> state = fold(kind, name, list(folder(kind, name)), before);
      if (state.isPresent()) {
        return state.get();
      }
    }
    throw changing(folder(kind, name));
  }

  /** Folds from the newest settled document on; empty when documents went while reading. */
  private Optional<NameState> fold(
      String kind, String name, NavigableMap<Long, Stored> documents, Instant before) {
    Deque<Dated> tail = new ArrayDeque<>();
    long first = 0;
    boolean complete = documents.isEmpty();
    for (Stored stored : documents.descendingMap().values()) {
      long number = number(stored.key().substring(folder(kind, name).length())).orElse(0L);
      Optional<String> text = texts.text(stored.key());
      if (text.isEmpty() || (!tail.isEmpty() && first != number + 1)) {
        return Optional.empty();
      }
      first = number;
      IntentDocument document = IntentJson.read(text.get(), store.uri(stored.key()));
      tail.addFirst(new Dated(document, stored.modified()));
      complete = number == 1 || document instanceof IntentDocument.Settled;
      if (complete) {
        break;
      }
    }
    if (!complete) {
      return Optional.empty();
    }
    NameState state = NameState.empty(kind, name, before).startingAfter(Math.max(0, first - 1));
    for (Dated dated : tail) {
      state = state.after(dated.document(), dated.at());
    }
    return Optional.of(state);
  }

  /**
   * Writes the next document.
   *
   * @return what the documents then say; empty when another document took the number: read again
   * @throws AloftException INVALID_REQUEST when it holds a secret; when the store failed, and then
   *     the document may be there all the same
   */
  public Optional<NameState> append(NameState state, IntentDocument document) {
    refuseSecrets(state, document);
    long number = state.number() + 1;
    String key = key(state.kind(), state.name(), number);
    String text = IntentJson.write(document, stamp());
    Optional<Stored> stored;
    try {
      stored = texts.put(key, text);
    } catch (AloftException e) {
      cache.forget(state);
      throw e;
    }
    if (stored.isEmpty()) {
      cache.forget(state);
      return Optional.empty();
    }
    Instant at = stored.get().modified();
    if (Duration.between(state.readAt(), at).compareTo(SURELY_NEWEST) > 0) {
      return verified(state, number, text);
    }
    NameState next = cache.keep(state.after(document, at).readAt(at));
    if (document instanceof IntentDocument.Settled && number % COMPACT_EVERY == 0) {
      compact(state.kind(), state.name(), number, list(folder(state.kind(), state.name())));
    }
    return Optional.of(next);
  }

  /** After an append that took long: whether it is one that is read. */
  private Optional<NameState> verified(NameState state, long number, String text) {
    cache.forget(state);
    NameState now = cache.keep(readAll(state.kind(), state.name()));
    boolean counts = now.number() >= number && now.base() <= number;
    if (counts && texts.holds(key(state.kind(), state.name(), number), text)) {
      return Optional.of(now);
    }
    store.delete(key(state.kind(), state.name(), number));
    return Optional.empty();
  }

  /** Tells the state of every name of a kind, in order of names, and clears away what is old. */
  public void each(String kind, Consumer<NameState> use) {
    String prefix = ROOT + kind + "/";
    String current = "";
    NavigableMap<Long, Stored> documents = new TreeMap<>();
    String cursor = null;
    do {
      Page<Stored> page = store.list(prefix, cursor);
      for (Stored stored : page.items()) {
        String rest = stored.key().substring(prefix.length());
        int slash = rest.lastIndexOf('/');
        String name = slash < 0 ? "" : rest.substring(0, slash);
        if (!name.equals(current)) {
          tell(kind, current, documents, use);
          documents.clear();
          current = name;
        }
        number(rest.substring(slash + 1)).ifPresent(number -> documents.put(number, stored));
      }
      cursor = page.cursor();
    } while (cursor != null);
    tell(kind, current, documents, use);
  }

  private void tell(
      String kind, String name, NavigableMap<Long, Stored> documents, Consumer<NameState> use) {
    if (!documents.isEmpty()) {
      NameState known = cache.get(kind, name);
      boolean same = known != null && known.number() == documents.lastKey();
      NameState state = same && known != null ? known : cache.keep(readAll(kind, name));
      compact(kind, name, state.base(), documents);
      use.accept(state);
    }
  }

  private void compact(String kind, String name, long base, NavigableMap<Long, Stored> documents) {
    Instant old = store.time().minus(KEPT);
    documents
        .headMap(base, false)
        .forEach(
            (number, stored) -> {
              if (stored.modified().isBefore(old)) {
                store.delete(key(kind, name, number));
              }
            });
  }

  private NavigableMap<Long, Stored> list(String folder) {
    NavigableMap<Long, Stored> documents = new TreeMap<>();
    String cursor = null;
    do {
      Page<Stored> page = store.list(folder, cursor);
      for (Stored stored : page.items()) {
        number(stored.key().substring(folder.length()))
            .ifPresent(number -> documents.put(number, stored));
      }
      cursor = page.cursor();
    } while (cursor != null);
    return documents;
  }

  private static void refuseSecrets(NameState state, IntentDocument document) {
    if (document instanceof IntentDocument.Wished wished
        && wished.spec() != null
        && SecretFormats.matches(wished.spec())) {
      List<String> fields = SecretFormats.fields(wished.spec());
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "the wish for \""
                  + state.name()
                  + "\" holds what looks like a secret in "
                  + String.join(", ", fields)
                  + "; give a reference instead, such as Secret.env(\"NAME\")")
          .effect(Effect.NONE)
          .build();
    }
  }

  private synchronized String stamp() {
    written++;
    return writer + "/" + written;
  }

  private static String folder(String kind, String name) {
    return ROOT + kind + "/" + name + "/";
  }

  private static String key(String kind, String name, long number) {
    String digits = Long.toString(number);
    return folder(kind, name) + "0".repeat(DIGITS - digits.length()) + digits + SUFFIX;
  }

  private static Optional<Long> number(String file) {
    return NUMBERED.matcher(file).matches()
        ? Optional.of(Long.valueOf(file.substring(0, file.length() - SUFFIX.length())))
        : Optional.empty();
  }

  private static AloftException changing(String key) {
    return AloftException.of(
            ErrorCode.DATA_CORRUPTED,
            "the intent log lacks documents under " + key + ": somebody removes them by hand")
        .build();
  }

  private record Dated(IntentDocument document, Instant at) {}
}
