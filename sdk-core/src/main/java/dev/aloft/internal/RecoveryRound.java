package dev.aloft.internal;

import dev.aloft.Recovery;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.staging.Crew;
import dev.aloft.internal.staging.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One {@code recover()}: begins with every name of all kinds, several at once, before it waits for
 * one, so that none keeps the others waiting; a name that nobody answers for is given up on after a
 * while, and one that takes longer than the round goes on without being waited for. Used by one
 * thread.
 */
final class RecoveryRound {
  /** How long all names together are waited for. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final int AT_ONCE = 16;

  private final Session session;
  private final Timing timing;
  private final Instant end;

  RecoveryRound(Session session) {
    this.session = session;
    this.timing = session.engine().timing();
    this.end = timing.now().plus(LONGEST);
  }

  /** Recovers every open name of the kinds. */
  List<Recovery.Item> recover(Map<String, Reconciler<?>> kinds) {
    List<Begun> names = new ArrayList<>();
    kinds.forEach(
        (kind, reconciler) ->
            session
                .drive(reconciler::open)
                .forEach(open -> names.add(new Begun(kind, reconciler, open))));
    Crew.run(names, AT_ONCE, session.engine().executor(), timing);
    List<Recovery.Item> items = new ArrayList<>();
    names.forEach(name -> name.item().ifPresent(items::add));
    return items;
  }

  /** What keeps one name from being recovered; an interrupt ends the whole. */
  private static String trouble(AloftException error) {
    if (error.code() == ErrorCode.INTERRUPTED) {
      throw error;
    }
    return error.code() + ": " + error.summary();
  }

  /** One name. */
  private final class Begun implements Crew.Piece {
    private final String kind;
    private final Reconciler<?> reconciler;
    private final Reconciler.Open open;
    private volatile @Nullable Supplier<Recovery.Item> ending;

    Begun(String kind, Reconciler<?> reconciler, Reconciler.Open open) {
      this.kind = kind;
      this.reconciler = reconciler;
      this.open = open;
    }

    @Override
    public void run(Stop stop) {
      if (!open.held().isZero()) {
        ending = () -> item(open.generation(), held());
        return;
      }
      try {
        OptionalLong revived = session.drive(() -> reconciler.revive(open.name()));
        if (revived.isPresent()) {
          drive(revived.getAsLong());
        }
      } catch (AloftException e) {
        String trouble = trouble(e);
        ending = () -> item(open.generation(), trouble);
      }
    }

    /** A second more than it is, since less would be told as less than it is. */
    private String held() {
      return "held by another process; if that one is dead, recover again after "
          + Durations.words(open.held().plusSeconds(1));
    }

    private void drive(long wish) {
      ChangeCore<String> change = ChangeCore.found(session, reconciler, open.name(), wish);
      ending = () -> item(wish, outcome(change));
    }

    private String outcome(ChangeCore<String> change) {
      Duration left = Duration.between(timing.now(), end);
      try {
        String name = change.await(left.isNegative() ? Duration.ZERO : left);
        return session.drive(() -> reconciler.settled(name)).isPresent() ? "finished" : "removed";
      } catch (AloftException e) {
        return e.code() == ErrorCode.WAIT_TIMEOUT ? "still running" : trouble(e);
      }
    }

    /** How it ended; empty where it was at rest. */
    Optional<Recovery.Item> item() {
      return Optional.ofNullable(ending).map(Supplier::get);
    }

    private Recovery.Item item(long wish, String outcome) {
      return new Recovery.Item(kind, open.name(), wish, outcome);
    }
  }
}
