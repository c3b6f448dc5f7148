package dev.aloft.aws;

import dev.aloft.Aloft;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Faults;
import dev.aloft.fake.Question;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Something that goes wrong once on the way between a client and the cloud.
 *
 * @param kind what goes wrong
 * @param operation at which operation
 * @param number at which of its requests, counted from 1
 */
record WireFault(Kind kind, String operation, int number) {
  private static final Duration DELAY = Duration.ofSeconds(7);
  private static final long LOOK_NANOS = 1_000_000;

  /** What goes wrong. */
  enum Kind {
    SERVER_ERROR,
    DENIED,
    THROTTLED,
    RESET_BEFORE,
    ANSWER_LOST,
    MALFORMED,
    TRUNCATED,
    DELAYED,
    REFUSED
  }

  /** Sets it up between a cloud and a client that is to be opened. */
  Aloft.Builder between(AwsHarness harness, Aloft.Builder client) {
    if (kind == Kind.REFUSED) {
      return client.layer(new ClosedDoor(harness));
    }
    strike(harness.cloud());
    return client;
  }

  private void strike(AwsCloud cloud) {
    Faults.Line line = cloud.faults().on(operation);
    switch (kind) {
      case SERVER_ERROR -> line.nth(number).fail(500, "InternalFailure", "an internal error");
      case DENIED -> line.nth(number).fail(403, "AccessDeniedException", "not authorized");
      case THROTTLED -> line.nth(number).throttle();
      case RESET_BEFORE -> line.nth(number).reset();
      case ANSWER_LOST -> line.nth(number).loseAnswer();
      case MALFORMED -> line.nth(number).malform();
      case TRUNCATED -> line.nth(number).truncate();
      case DELAYED -> line.where(movedOn(cloud)).delay(DELAY);
      case REFUSED -> throw new IllegalStateException("connections are refused by a layer");
    }
  }

  /** Holds for the request of the number, and lets the cloud's time pass that it is held for. */
  private Predicate<Question> movedOn(AwsCloud cloud) {
    AtomicInteger met = new AtomicInteger();
    return asked -> {
      boolean held = met.incrementAndGet() == number;
      if (held) {
        new Thread(() -> moveOn(cloud), "moves-on").start();
      }
      return held;
    };
  }

  private void moveOn(AwsCloud cloud) {
    FakeClock clock = cloud.clock();
    while (cloud.exchanges().count(operation) < number) {
      synchronized (clock) {
        Instant now = clock.now();
        Optional<Instant> next = clock.nextTask();
        next.filter(at -> !at.isAfter(now.plus(DELAY)))
            .ifPresent(at -> clock.advance(Duration.between(now, at)));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Cuts all connections before a request, and takes none while it is tried. */
  private final class ClosedDoor implements Layer {
    private final AwsHarness harness;
    private final AtomicInteger met = new AtomicInteger();

    private ClosedDoor(AwsHarness harness) {
      this.harness = harness;
    }

    @Override
    public Set<Level> levels() {
      return EnumSet.of(Level.REQUEST);
    }

    @Override
    public boolean isInnermost() {
      return true;
    }

    @Override
    public <T> T around(Call call, Inner<T> inner) {
      if (!call.operation().equals(operation) || met.incrementAndGet() != number) {
        return inner.proceed(call);
      }
      Faults faults = harness.cloud().faults();
      harness.whileTheClockStands(faults::refuseConnections);
      try {
        return inner.proceed(call);
      } finally {
        harness.whileTheClockStands(faults::acceptConnections);
      }
    }
  }

  @Override
  public String toString() {
    return kind + " at " + operation + " " + number;
  }
}
