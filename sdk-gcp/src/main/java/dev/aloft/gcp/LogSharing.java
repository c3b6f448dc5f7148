package dev.aloft.gcp;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One reader for all logs of a kind. Whoever asks while a request is on its way waits, and the next
 * request is for all who wait, since the service lets a project read only once a second. The thread
 * of one of them sends it; when nobody asks, nothing is left. Where a page is full before it has
 * come to an asker's entries, that one's turn comes before anybody's next. A search that finds
 * nothing for a few pages pauses for a request of those who came later. Thread-safe.
 */
final class LogSharing {
  private static final int EMPTY_PAGES = 1000;

  /** How many pages of a search are read before others are asked for. */
  private static final int TURN = 3;

  private final Timing timing;
  private final Service service;
  private final int room;
  private final Deque<Ask> asked = new ArrayDeque<>();
  private final Deque<Ask> waiting = new ArrayDeque<>();
  private final Deque<Search> paused = new ArrayDeque<>();
  private boolean pausing;
  private boolean reading;

  /**
   * Reads nothing yet.
   *
   * @param timing waits
   * @param service what is read
   * @param room how many characters the condition of a request may have
   */
  LogSharing(Timing timing, Service service, int room) {
    this.timing = timing;
    this.service = service;
    this.room = room;
  }

  /** The service that logs are read from. */
  interface Service {

    /** The condition of the entries of a log from a time on. */
    String condition(String log, @Nullable Instant from);

    /** A page of the entries that fulfil a condition, in their order; blocks. */
    Page list(String condition, String token);
  }

  /**
   * A page of entries of any logs.
   *
   * @param token where to go on; empty at the end
   * @param asOf when the service has answered, by its own clock
   */
  record Page(List<LogEntry> entries, String token, Instant asOf) {}

  /**
   * What came of one log.
   *
   * @param entries in their order
   * @param whole whether nothing more was there
   * @param asOf when the service has answered, by its own clock
   */
  record Piece(List<LogEntry> entries, boolean whole, Instant asOf) {}

  /** Somebody who wants entries; the fields are guarded by the sharing. */
  private static final class Ask {
    final String log;
    final LogPlace from;

    /** Done when it has got an answer, or is to send the next request. */
    final CompletableFuture<Boolean> called = new CompletableFuture<>();

    @Nullable Piece piece;
    @Nullable AloftException failure;
    boolean gone;

    Ask(String log, LogPlace from) {
      this.log = log;
      this.from = from;
    }

    boolean isAnswered() {
      return piece != null || failure != null;
    }
  }

  /** A request for some, with where to go on; its sender alone changes it. */
  private static final class Search {
    final List<Ask> askers;
    final String condition;
    String token = "";
    int empty;

    Search(Map<Ask, String> conditions) {
      this.askers = List.copyOf(conditions.keySet());
      this.condition = "(" + String.join(" OR ", conditions.values()) + ")";
    }
  }

  /**
   * The entries of a log behind a place; some of them at least, where there are any.
   *
   * @throws AloftException what the request failed with; INTERRUPTED
   */
  Piece read(String log, LogPlace from) {
    Ask ask = new Ask(log, from);
    boolean leads = enter(ask) || waitToBeCalled(ask);
    try {
      while (leads && !isAnswered(ask)) {
        lead();
      }
    } catch (RuntimeException | Error e) {
      drop(ask);
      throw e;
    } finally {
      if (leads) {
        handOver();
      }
    }
    return answer(ask);
  }

  /** Gives whether the asker is to send the next request. */
  private synchronized boolean enter(Ask ask) {
    waiting.addLast(ask);
    boolean leads = !reading;
    reading = true;
    return leads;
  }

  /** Gives whether the asker is to send the next request, and has no answer. */
  private boolean waitToBeCalled(Ask ask) {
    try {
      timing.await(ask.called);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (leave(ask)) {
        handOver();
      }
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted before the log was read")
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
    return !isAnswered(ask);
  }

  private synchronized boolean isAnswered(Ask ask) {
    return ask.isAnswered();
  }

  private synchronized void drop(Ask ask) {
    ask.gone = true;
    asked.remove(ask);
    waiting.remove(ask);
    paused.removeIf(search -> search.askers.stream().allMatch(one -> one.gone));
  }

  /** Gives whether it was to send the next request. */
  private synchronized boolean leave(Ask ask) {
    drop(ask);
    return ask.called.isDone() && !ask.isAnswered();
  }

  private synchronized void handOver() {
    Stream.of(asked.stream(), waiting.stream(), paused.stream().flatMap(one -> one.askers.stream()))
        .flatMap(askers -> askers)
        .filter(ask -> !ask.gone)
        .findFirst()
        .ifPresentOrElse(next -> next.called.complete(true), () -> reading = false);
  }

  private synchronized Piece answer(Ask ask) {
    if (ask.piece == null) {
      throw ask.failure == null ? new IllegalStateException() : ask.failure.toBuilder().build();
    }
    return ask.piece;
  }

  /** A few pages at most, for as many as a condition has room for. */
  private void lead() {
    Search search = next();
    try {
      for (int pages = 1; ; pages++) {
        Page page = service.list(search.condition, search.token);
        Map<Ask, List<LogEntry>> found = sort(page.entries(), search.askers);
        search.token = page.token();
        if (!found.isEmpty() || search.token.isEmpty()) {
          give(search.askers, found, page);
          return;
        }
        requireFewer(++search.empty);
        if (pages >= TURN) {
          pause(search);
          return;
        }
      }
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        putBack(search.askers);
        throw e;
      }
      refuse(search.askers, e);
    } catch (RuntimeException | Error e) {
      putBack(search.askers);
      throw e;
    }
  }

  /** A page with nothing in it says that the service still searches; some day it has searched. */
  private static void requireFewer(int emptyPages) {
    if (emptyPages >= EMPTY_PAGES) {
      throw AloftException.of(
              ErrorCode.UNAVAILABLE,
              "Cloud Logging has answered "
                  + emptyPages
                  + " pages without an entry, and that there is more")
          .effect(Effect.NONE)
          .build();
    }
  }

  private synchronized void pause(Search search) {
    if (search.askers.stream().anyMatch(ask -> !ask.gone)) {
      paused.addLast(search);
    }
    pausing = true;
  }

  /** Those who still want something are the first of the next request. */
  private synchronized void putBack(List<Ask> askers) {
    for (int i = askers.size() - 1; i >= 0; i--) {
      if (!askers.get(i).gone && !askers.get(i).isAnswered()) {
        asked.addFirst(askers.get(i));
      }
    }
  }

  /** After one that pauses, those who have not been asked for; else the one that pauses longest. */
  private synchronized Search next() {
    boolean others = !asked.isEmpty() || !waiting.isEmpty();
    Search longest = pausing && others ? null : paused.pollFirst();
    pausing = false;
    return longest == null ? begin() : longest;
  }

  /** Those whose turn it is, the first of them first, with the condition of each. */
  private Search begin() {
    if (asked.isEmpty()) {
      asked.addAll(waiting);
      waiting.clear();
    }
    Map<Ask, String> conditions = new LinkedHashMap<>();
    int left = room;
    for (Ask ask : asked) {
      String condition = service.condition(ask.log, ask.from.at());
      left -= condition.length() + " OR ".length();
      if (left < 0 && !conditions.isEmpty()) {
        break;
      }
      conditions.put(ask, condition);
    }
    asked.removeAll(conditions.keySet());
    return new Search(conditions);
  }

  private static Map<Ask, List<LogEntry>> sort(List<LogEntry> entries, Collection<Ask> askers) {
    Map<String, List<Ask>> byLog = new HashMap<>();
    askers.forEach(ask -> byLog.computeIfAbsent(ask.log, log -> new ArrayList<>(1)).add(ask));
    Map<Ask, List<LogEntry>> found = new HashMap<>();
    for (LogEntry entry : entries) {
      for (Ask ask : byLog.getOrDefault(entry.log(), List.of())) {
        if (ask.from.isBefore(entry)) {
          found.computeIfAbsent(ask, one -> new ArrayList<>()).add(entry);
        }
      }
    }
    return found;
  }

  /** Who has nothing of a page with more behind it stays. */
  private synchronized void give(List<Ask> askers, Map<Ask, List<LogEntry>> found, Page page) {
    boolean whole = page.token().isEmpty();
    for (Ask ask : askers) {
      List<LogEntry> own = found.getOrDefault(ask, List.of());
      if (whole || !own.isEmpty()) {
        ask.piece = new Piece(own, whole, page.asOf());
        ask.called.complete(true);
      }
    }
    putBack(askers);
  }

  private synchronized void refuse(List<Ask> askers, AloftException failure) {
    for (Ask ask : askers) {
      ask.failure = failure;
      ask.called.complete(true);
    }
  }
}
