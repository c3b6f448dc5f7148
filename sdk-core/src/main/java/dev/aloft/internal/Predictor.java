package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.serving.Predictions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of predictions to one endpoint. Where it is and how rows are written is looked up once
 * and again when the endpoint is not found there, refuses the credentials, or does not take such
 * rows; and every other second, by one thread, while it changes or answers with a revision that is
 * not known, and each minute where the provider does not tell the revision. Where that look fails,
 * predictions go on as they went. Thread-safe.
 */
final class Predictor {
  private static final Logger LOG = LoggerFactory.getLogger(Predictor.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A look that is younger is not repeated, however often an endpoint refuses what it is sent. */
  private static final long RECENT_NANOS = Duration.ofSeconds(2).toNanos();

  /** So long what was found is trusted where the provider does not tell which revision answers. */
  private static final long UNTOLD_NANOS = Duration.ofMinutes(1).toNanos();

  private final Session session;
  private final String name;
  private final boolean repeatable;
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicReference<@Nullable PredictionWay> way = new AtomicReference<>();

  Predictor(Session session, String name, boolean repeatable) {
    this.session = session;
    this.name = name;
    this.repeatable = repeatable;
  }

  String url() {
    PredictionWay known = way.get();
    return (known == null ? find() : known).invoker().url();
  }

  Predictions predict(List<Row> rows, @Nullable Duration timeout) {
    return scored(() -> Table.of(rows), timeout);
  }

  Predictions predict(Table table, @Nullable Duration timeout) {
    return scored(() -> table, timeout);
  }

  private Predictions scored(Supplier<Table> rows, @Nullable Duration timeout) {
    return verb(
        timeout,
        limit -> {
          Table table = rows.get();
          if (table.rowCount() == 0) {
            throw refusal("there are no rows to predict on");
          }
          return twice(found -> score(found, table, limit));
        });
  }

  Reply invoke(Payload payload, @Nullable Duration timeout) {
    return verb(timeout, limit -> twice(found -> send(found, payload, limit)));
  }

  private Predictions score(PredictionWay found, Table table, Duration limit) {
    Codec codec = codec(found);
    Reply reply = send(found, codec.encodeRequest(table, found.signature()), limit);
    int rows = table.rowCount();
    return Predictions.of(
        codec.decodeReply(reply.body(), reply.contentType(), rows, found.signature()),
        rows,
        reply.revision().orElse(null));
  }

  private Codec codec(PredictionWay found) {
    try {
      return Codecs.of(found.protocol());
    } catch (AloftException e) {
      throw e.toBuilder().operation("predict").resource(name).build();
    }
  }

  private Reply send(PredictionWay found, Payload payload, Duration limit) {
    long most = found.invoker().maxRequestBytes();
    if (payload.body().length > most) {
      throw refusal(
          "the request has "
              + payload.body().length
              + " bytes and "
              + session.provider()
              + " takes at most "
              + most
              + "; send fewer rows at a time");
    }
    Payload marked = repeatable ? payload.asRepeatable() : payload;
    Reply reply = session.drive(() -> found.invoker().invoke(marked, limit));
    if (isDoubtful(found, reply)) {
      way.compareAndSet(found, found.passingFrom(found.foundAt()));
    }
    return reply;
  }

  /** Whether something else may have answered than what the rows were written for. */
  private boolean isDoubtful(PredictionWay found, Reply reply) {
    return reply
        .revision()
        .map(hash -> !found.revisions().contains(hash))
        .orElseGet(() -> !found.revisions().isEmpty() && isOlder(found, UNTOLD_NANOS));
  }

  private AloftException refusal(String why) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, why)
        .operation("predict")
        .resource(name)
        .build();
  }

  /** Once more over a fresh way when the known one led nowhere and nothing was done. */
  private <T> T twice(Function<PredictionWay, T> step) {
    PredictionWay last = way.get();
    if (last == null) {
      return step.apply(find());
    }
    PredictionWay known = last.passing() && isOld(last) ? refreshed(last) : last;
    try {
      return step.apply(known);
    } catch (AloftException e) {
      return step.apply(another(known, e));
    }
  }

  /** A fresh way; the known one while another thread looks, or where nothing can be seen. */
  private PredictionWay refreshed(PredictionWay known) {
    if (!looking.tryLock()) {
      return known;
    }
    try {
      return find();
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        throw e;
      }
      LOG.debug("\"{}\" cannot be looked at; predictions go the known way", name, e);
      way.compareAndSet(known, known.passingFrom(session.engine().timing().nanos()));
      return known;
    } finally {
      looking.unlock();
    }
  }

  /** The way to take instead, where another one may lead further and nothing is done twice. */
  private PredictionWay another(PredictionWay known, AloftException error) {
    boolean harmless = error.effect() == Effect.NONE;
    switch (error.code()) {
      case NOT_FOUND, UNAUTHENTICATED, CREDENTIALS_EXPIRED, UNAVAILABLE -> {
        if (harmless) {
          return find();
        }
      }
      case INVALID_REQUEST, UNSUPPORTED, MODEL_FAILED -> {
        if (isOld(known)) {
          PredictionWay found = found(error);
          if (!found.isLike(known) && (harmless || repeatable)) {
            return found;
          }
        }
      }
      default -> {}
    }
    throw error;
  }

  /** What answers there now, which may take other rows. */
  private PredictionWay found(AloftException error) {
    try {
      return find();
    } catch (AloftException e) {
      error.addSuppressed(e);
      throw error;
    }
  }

  /** Looks again before the next prediction. */
  void forget() {
    way.set(null);
  }

  private boolean isOld(PredictionWay known) {
    return isOlder(known, RECENT_NANOS);
  }

  private boolean isOlder(PredictionWay known, long nanos) {
    Timing timing = session.engine().timing();
    return timing.nanos() - known.foundAt() > nanos;
  }

  private PredictionWay find() {
    PredictionWay found = PredictionWay.to(session, name);
    way.set(found);
    return found;
  }

  private <T> T verb(@Nullable Duration timeout, Function<Duration, T> body) {
    Duration limit = timeout == null ? TIMEOUT : timeout;
    Call call =
        session
            .verbCall("predict", name)
            .bucket("predict")
            .needs(Capability.SERVING)
            .timeout(limit)
            .build();
    return session.verb(
        call,
        () -> {
          Names.require("name", name, "endpoint");
          return body.apply(limit);
        });
  }
}
