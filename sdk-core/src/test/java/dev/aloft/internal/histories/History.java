package dev.aloft.internal.histories;

import dev.aloft.driver.Next;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Reconciler;
import dev.aloft.internal.Turn;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import dev.aloft.internal.intent.WishOutcome;
import dev.aloft.internal.services.Service;
import dev.aloft.internal.services.Specs;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Processes at one endpoint, then one more that recovers, then the checks. */
final class History {
  private static final Duration PACE = Duration.ofSeconds(30);
  private static final Duration LATER = Duration.ofMinutes(10);
  private static final int LONGEST = 3000;

  final World world;
  private int clients;

  History(Random random, Service service, Faults faults, double switching) {
    this.world = new World(random, service, faults, switching);
  }

  History(World world) {
    this.world = world;
  }

  /** A process whose writes may go wrong. */
  Client client(Naps naps) {
    return client(true, naps);
  }

  private Client client(boolean faulty, Naps naps) {
    clients++;
    return new Client(world, "p" + clients, faulty, naps);
  }

  /** A process that does one thing after the other, until it stops. */
  void process(Client client, List<Move> moves) {
    world.stage.add(
        () -> {
          try {
            moves.forEach(move -> move.by(client, this));
          } catch (Crash e) {
            world.tell(client.name, "is gone");
          }
        });
  }

  /** One thing that a process does. */
  interface Move {
    void by(Client client, History history);
  }

  /** Wishes and turns until it ends, or until patience is over; cancels at one turn if told so. */
  @Nullable Doing carryOut(
      Client client, String verb, @Nullable EndpointSpec spec, int cancelAt, int patience) {
    Doing doing = wish(client, verb, spec);
    if (doing != null) {
      drive(client, doing, cancelAt, patience);
    }
    return doing;
  }

  private @Nullable Doing wish(Client client, String verb, @Nullable EndpointSpec spec) {
    for (int i = 0; i < 5; i++) {
      try {
        long generation = client.reconciler.want(World.NAME, spec, verb);
        Doing doing = new Doing(client.name, verb, spec, generation);
        world.doings.add(doing);
        return doing;
      } catch (AloftException e) {
        world.tell(client.name, "could not wish: " + e.summary());
        world.stage.sleep(PACE);
      }
    }
    return null;
  }

  void drive(Client client, Doing doing, int cancelAt, int patience) {
    for (int i = 0; i < patience; i++) {
      Duration pause = PACE;
      try {
        if (i == cancelAt) {
          doing.cancelled = true;
          client.reconciler.cancel(World.NAME, doing.generation);
        }
        Turn turn = client.reconciler.turn(World.NAME, doing.generation);
        if (!(turn instanceof Turn.Pending pending)) {
          doing.result = turn;
          world.tell(client.name, "was told of wish " + doing.generation + ": " + Doing.text(turn));
          return;
        }
        pause = pending.pause() == null ? PACE : pending.pause();
      } catch (AloftException e) {
        world.tell(client.name, "got no answer: " + e.summary());
        if (e.isOutcome() && i != cancelAt) {
          throw e;
        }
      }
      if (!pause.isZero()) {
        world.stage.sleep(pause);
      }
    }
    if (patience == LONGEST) {
      world.violations.add(doing + " does not end");
    }
  }

  static int patient() {
    return LONGEST;
  }

  /** Runs the processes, recovers in a new one, and gives what is wrong. */
  List<String> run() throws InterruptedException {
    world.stage.run();
    Client last = client(false, Naps.NONE);
    world.stage.sleep(LATER);
    for (int round = 0; recover(last); round++) {
      if (round == 20) {
        world.violations.add("recovering does not come to rest");
        break;
      }
      world.stage.sleep(LATER);
    }
    check(last.reconciler);
    return world.violations;
  }

  private boolean recover(Client client) {
    boolean found = false;
    for (Reconciler.Open open : client.reconciler.open()) {
      OptionalLong generation = client.reconciler.revive(open.name());
      if (generation.isPresent()) {
        found = true;
        world.tell(client.name, "recovers wish " + generation.getAsLong());
        drive(client, new Doing(client.name, "recover", null, generation.getAsLong()), -1, LONGEST);
      }
    }
    return found;
  }

  private void check(Reconciler<EndpointSpec> reconciler) {
    NameState log = world.log();
    if (log.open().isPresent()) {
      violation("open: " + log.open().get());
      return;
    }
    String document = log.settledSpec();
    EndpointSpec settled = document == null ? null : world.codec.read(document);
    if (settled == null || !world.isTakenAwayBySleeper()) {
      checkService(reconciler, log, settled);
    }
    log.wishes().forEach(wish -> checkWish(log, wish));
    world.doings.forEach(doing -> checkDoing(reconciler, log, settled, doing));
  }

  private void checkService(
      Reconciler<EndpointSpec> reconciler, NameState log, @Nullable EndpointSpec settled) {
    Set<String> billing = new TreeSet<>();
    Map<String, Integer> serving = new TreeMap<>();
    if (settled != null) {
      billing.addAll(World.hashes(settled));
      settled.traffic().forEach((hash, percent) -> serving.put(hash, percent));
      serving.values().removeIf(percent -> percent == 0);
    }
    expect("bills", billing, world.service.billing(World.NAME));
    expect("serves", serving, world.service.serving(World.NAME));
    if (settled == null) {
      expect("left", List.of(), world.service.everything(world.owner()));
    }
    expect("orphans", List.of(), reconciler.orphans());
    Target<EndpointSpec> target =
        new Target<>(World.NAME, world.owner(), log.generation(), settled, settled, Map.of());
    Next next = world.service.next(target, world.service.observe(target));
    expect("rest", Next.done(), next);
  }

  private void checkWish(NameState log, RecordedWish wish) {
    String document = wish.spec();
    boolean good = document == null || Specs.isGood(world.codec.read(document));
    boolean newer = log.generation() > wish.generation();
    boolean right =
        switch (wish.outcome()) {
          case OPEN -> false;
          case SETTLED -> good;
          case FAILED -> !good && newer;
          case CANCELLED ->
              newer
                  && world.doings.stream()
                      .anyMatch(doing -> doing.generation == wish.generation() && doing.cancelled);
          case OVERTAKEN -> newer;
        };
    if (!right) {
      violation("wrongly " + wish.outcome() + ": wish " + wish.generation() + " " + wish.verb());
    }
  }

  private void checkDoing(
      Reconciler<EndpointSpec> reconciler,
      NameState log,
      @Nullable EndpointSpec settled,
      Doing doing) {
    if (doing.result == null) {
      return;
    }
    Turn later = reconciler.turn(World.NAME, doing.generation);
    if (!kind(later).equals(kind(doing.result))) {
      violation(doing + ", but now " + Doing.text(later));
    }
    boolean last =
        log.wishes().stream()
            .noneMatch(
                wish ->
                    wish.generation() > doing.generation
                        && wish.back() != doing.generation
                        && !wish.verb().equals("recover"));
    if (!last) {
      return;
    }
    EndpointSpec before =
        log.wishes().stream()
            .filter(wish -> wish.generation() < doing.generation)
            .filter(wish -> wish.outcome() == WishOutcome.SETTLED)
            .reduce((older, newer) -> newer)
            .map(RecordedWish::spec)
            .map(world.codec::read)
            .orElse(null);
    String kind = kind(doing.result);
    boolean right =
        kind.equals("settled")
            ? same(settled, doing.spec)
            : !kind.equals(ErrorCode.CONFLICT.name())
                && same(settled, before)
                && (before != null || !kind.equals(ErrorCode.ROLLED_BACK.name()));
    if (!right) {
      violation(doing + ", but " + Doing.text(settled) + " holds");
    }
  }

  private boolean same(@Nullable EndpointSpec one, @Nullable EndpointSpec other) {
    return Objects.equals(
        one == null ? null : world.codec.write(one),
        other == null ? null : world.codec.write(other));
  }

  private static String kind(@Nullable Turn turn) {
    return turn instanceof Turn.Ended ended ? ended.error().code().name() : "settled";
  }

  private void expect(String what, Object wanted, Object real) {
    if (!wanted.equals(real)) {
      violation(what + " " + real + " instead of " + wanted);
    }
  }

  private void violation(String text) {
    world.violations.add(text);
  }

  /** Everything that happened, for a failed test. */
  String story() {
    List<String> lines = new ArrayList<>(world.story);
    lines.add("--");
    world.doings.forEach(doing -> lines.add(doing.toString()));
    lines.addAll(world.service.everything(world.owner()));
    lines.add("--");
    lines.addAll(world.violations);
    return String.join("\n", lines);
  }
}
