package dev.aloft.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a fake cloud, by a script. A line of it begins with which requests are meant
 * and ends with what happens to them:
 *
 * <pre>{@code
 * cloud.faults().on("CreateEndpoint").loseAnswer();
 * cloud.faults().on("DescribeTrainingJob").about("tumours").times(3).fail(500, "InternalFailure", "");
 * cloud.faults().any().nth(7).reset();
 * }</pre>
 *
 * <p>Without {@code times} or {@code always} a line strikes once. The first line that fits strikes;
 * delays come on top. Thread-safe.
 */
public final class Faults {
  private final List<Fault> script = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();

  /** Turns the door of a server. */
  @FunctionalInterface
  public interface Outage {
    /** Refuses connections, and cuts those that are there, or takes them again. */
    void refuse(boolean refused);
  }

  /** No faults. */
  public Faults() {}

  /** Every request. */
  public Line any() {
    return new Line(asked -> true);
  }

  /** The requests of an operation, such as {@code CreateTrainingJob}, whichever service has it. */
  public Line on(String operation) {
    return new Line(asked -> asked.operation().equals(operation));
  }

  /** The requests of a service, such as {@code s3}. */
  public Line service(String service) {
    return new Line(asked -> asked.service().equals(service));
  }

  /** The requests for which a condition holds. */
  public Line when(Predicate<Question> condition) {
    return new Line(condition);
  }

  /** Forgets the script, and takes connections again. */
  public void clear() {
    synchronized (this) {
      script.clear();
    }
    acceptConnections();
  }

  /** Cuts every connection and refuses new ones, until {@link #acceptConnections}. */
  public void refuseConnections() {
    door(true);
  }

  /** Takes connections again, at the same port. */
  public void acceptConnections() {
    door(false);
  }

  private void door(boolean refused) {
    List<Outage> all;
    synchronized (this) {
      all = List.copyOf(outages);
    }
    all.forEach(one -> one.refuse(refused));
  }

  /** Takes the door of one more server; called by servers. */
  public synchronized void door(Outage server) {
    outages.add(server);
  }

  /**
   * What happens to a request.
   *
   * @param delay how long it is held up, by the cloud's clock
   * @param effect what strikes it then; null when nothing does
   */
  public record Strike(Duration delay, @Nullable Effect effect) {}

  /** Takes what strikes a request out of the script; called by servers, once a request. */
  public synchronized Strike strike(Question asked) {
    Duration delay = Duration.ZERO;
    Effect effect = null;
    for (Fault fault : script) {
      if (effect != null && !(fault.effect instanceof Delayed)) {
        continue;
      }
      if (fault.strikes(asked)) {
        if (fault.effect instanceof Delayed delayed) {
          delay = delay.plus(delayed.time());
        } else {
          effect = fault.effect;
        }
      }
    }
    return new Strike(delay, effect);
  }

  private synchronized Fault add(Fault fault) {
    script.add(fault);
    return fault;
  }

  /** What a fault does; the server knows how. */
  public sealed interface Effect permits Refused, Throttled, Broken, Delayed {}

  /**
   * Nothing is done, and an error is answered.
   *
   * @param status the HTTP status
   * @param code the error's code
   * @param message what it says; may be empty
   */
  public record Refused(int status, String code, String message) implements Effect {}

  /** Nothing is done, and the cloud says that there are too many requests. */
  public record Throttled() implements Effect {}

  record Delayed(Duration time) implements Effect {}

  /** What goes wrong with the bytes of an answer. */
  public enum Broken implements Effect {
    /** Nothing is done, and the connection is reset. */
    RESET_BEFORE,
    /** It is done, and the connection ends without a byte of the answer. */
    ANSWER_LOST,
    /** It is done, and the answer is no sentence of the protocol. */
    MALFORMED,
    /** It is done, and the connection ends in the middle of the answer. */
    TRUNCATED
  }

  /** A line of the script that is being written. Not thread-safe. */
  public final class Line {
    private Predicate<Question> which;
    private long first = 1;
    private long times = 1;

    private Line(Predicate<Question> which) {
      this.which = which;
    }

    /** Only those about a resource: a name, or a bucket and key. */
    public Line about(String resource) {
      return where(asked -> asked.resource().equals(resource));
    }

    /** Only those for which a condition holds as well. */
    public Line where(Predicate<Question> condition) {
      which = which.and(condition);
      return this;
    }

    /** From the nth of them on, counted from 1 and from now. */
    public Line nth(long number) {
      if (number < 1) {
        throw new IllegalArgumentException("nth: " + number + " is less than 1");
      }
      first = number;
      return this;
    }

    /** So many of them. */
    public Line times(long count) {
      if (count < 1) {
        throw new IllegalArgumentException("times: " + count + " is less than 1");
      }
      times = count;
      return this;
    }

    /** All of them. */
    public Line always() {
      times = Long.MAX_VALUE;
      return this;
    }

    /** Nothing is done, and the cloud answers this error in its own protocol. */
    public Fault fail(int status, String code, String message) {
      return end(new Refused(status, code, message));
    }

    /** Nothing is done, and the cloud says that there are too many requests. */
    public Fault throttle() {
      return end(new Throttled());
    }

    /** Nothing is done, and the connection is reset. */
    public Fault reset() {
      return end(Broken.RESET_BEFORE);
    }

    /** It is done, and the connection ends without a byte of the answer. */
    public Fault loseAnswer() {
      return end(Broken.ANSWER_LOST);
    }

    /** It is done, and the answer's body is no sentence of the protocol. */
    public Fault malform() {
      return end(Broken.MALFORMED);
    }

    /** It is done, and the connection ends in the middle of the answer's body. */
    public Fault truncate() {
      return end(Broken.TRUNCATED);
    }

    /** It is done later, by the cloud's clock. */
    public Fault delay(Duration time) {
      return end(new Delayed(time));
    }

    private Fault end(Effect effect) {
      return add(new Fault(Faults.this, which, first, times, effect));
    }
  }

  /** A line of the script. Thread-safe. */
  public static final class Fault {
    private final Faults faults;
    private final Predicate<Question> which;
    private final long first;
    private final long times;
    private final Effect effect;
    private long met;
    private long struck;

    private Fault(Faults faults, Predicate<Question> which, long first, long times, Effect effect) {
      this.faults = faults;
      this.which = which;
      this.first = first;
      this.times = times;
      this.effect = effect;
    }

    private boolean strikes(Question asked) {
      if (struck == times || !which.test(asked)) {
        return false;
      }
      met++;
      if (met < first) {
        return false;
      }
      struck++;
      return true;
    }

    /** How many requests it has struck. */
    public long struck() {
      synchronized (faults) {
        return struck;
      }
    }

    /** Takes the line out of the script. */
    public void remove() {
      synchronized (faults) {
        faults.script.remove(this);
      }
    }
  }
}
