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
import dev.aloft.error.NextStep;
import dev.aloft.layer.Call;
import dev.aloft.serving.Predictions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
 * predictions go on as they went. An answer of a revision that the rows were not written for is
 * never given back: they are written and sent again where that is harmless. Thread-safe.
 */
final class Predictor {
  private static final Logger LOG = LoggerFactory.getLogger(Predictor.class);

  /** A look that is younger is not repeated, however often an endpoint refuses what it is sent. */
  private static final long RECENT_NANOS = Duration.ofSeconds(2).toNanos();

  /** So long what was found is trusted where the provider does not tell which revision answers. */
  private static final long UNTOLD_NANOS = Duration.ofMinutes(1).toNanos();

  private final Session session;
  private final String name;
  private final boolean repeatable;
  private final SharedLook<PredictionWay> looks = new SharedLook<>(this::find);
  private final AtomicReference<@Nullable PredictionWay> way = new AtomicReference<>();

  Predictor(Session session, String name, boolean repeatable) {
    this.session = session;
    this.name = name;
    this.repeatable = repeatable;
  }

  String url() {
    PredictionWay known = way.get();
    return (known == null ? looks.get() : known).invoker().url();
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
        () -> {
          Table table = rows.get();
          if (table.rowCount() == 0) {
            throw refusal("there are no rows to predict on");
          }
          return twice(found -> score(found, table, timeout));
        });
  }

  Reply invoke(Payload payload, @Nullable Duration timeout) {
    return verb(timeout, () -> twice(found -> raw(found, payload, timeout)));
  }

  private Reply raw(PredictionWay found, Payload payload, @Nullable Duration limit) {
    Reply reply = send(found, payload, limit);
    doubt(found, reply);
    return reply;
  }

  private Predictions score(PredictionWay found, Table table, @Nullable Duration limit) {
    Payload rows = codec(found).encodeRequest(table, found.signature());
    Reply reply = send(found, rows, limit);
    if (isFor(found, reply)) {
      doubt(found, reply);
      return read(found, reply, table);
    }
    PredictionWay answered = answered(found, reply.revision().orElseThrow());
    Payload again = rewritten(answered, table);
    if (isSame(rows, again)) {
      return read(answered, reply, table);
    }
    if (!repeatable) {
      throw overtaken(reply);
    }
    Reply second = send(answered, again, limit);
    if (!isFor(answered, second)) {
      throw overtaken(second);
    }
    return read(answered, second, table);
  }

  private Predictions read(PredictionWay found, Reply reply, Table table) {
    int rows = table.rowCount();
    return Predictions.of(
        codec(found).decodeReply(reply.body(), reply.contentType(), rows, found.signature()),
        rows,
        reply.revision().orElse(null));
  }

  /** Whether what answered is what the rows were written for, as far as one sees. */
  private static boolean isFor(PredictionWay found, Reply reply) {
    return reply.revision().map(found::fits).orElse(true);
  }

  /** The way for which rows had to be written. */
  private PredictionWay answered(PredictionWay found, String hash) {
    if (found.knows(hash)) {
      PredictionWay right = found.answeredBy(hash);
      if (found.passing()) {
        way.compareAndSet(found, right);
      }
      return right;
    }
    return unforeseen(hash);
  }

  private PredictionWay unforeseen(String hash) {
    PredictionWay present = way.get();
    if (present == null || !(present.knows(hash) || present.fits(hash))) {
      present = afterAnswer(hash);
    }
    if (present.fits(hash)) {
      return present;
    }
    if (present.knows(hash)) {
      return present.answeredBy(hash);
    }
    PredictionWay strange = present.answeredByStranger(hash);
    way.compareAndSet(present, strange);
    return strange;
  }

  private PredictionWay afterAnswer(String hash) {
    try {
      return looks.get();
    } catch (AloftException e) {
      throw e.toBuilder()
          .summary(
              "revision "
                  + hash
                  + " answered, which the rows were not written for, and the endpoint cannot be"
                  + " looked at: "
                  + e.summary())
          .effect(Effect.DONE)
          .build();
    }
  }

  private Payload rewritten(PredictionWay answered, Table table) {
    try {
      return codec(answered).encodeRequest(table, answered.signature());
    } catch (AloftException e) {
      throw e.toBuilder().effect(Effect.DONE).build();
    }
  }

  private static boolean isSame(Payload one, Payload other) {
    return Arrays.equals(one.body(), other.body())
        && one.contentType().equals(other.contentType())
        && one.headers().equals(other.headers());
  }

  private AloftException overtaken(Reply reply) {
    return AloftException.of(
            ErrorCode.BUSY,
            "\""
                + name
                + "\" changes: revision "
                + reply.revision().orElse("")
                + " answered, which takes other rows than were written; its answer is dropped,"
                + " predict again")
        .effect(Effect.DONE)
        .operation("predict")
        .resource(name)
        .nextStep(
            NextStep.java(
                "predicts again by itself, where that does no harm",
                "endpoint.repeatable().predict(row)"))
        .build();
  }

  private Codec codec(PredictionWay found) {
    try {
      return Codecs.of(found.protocol());
    } catch (AloftException e) {
      throw e.toBuilder().operation("predict").resource(name).build();
    }
  }

  private Reply send(PredictionWay found, Payload payload, @Nullable Duration limit) {
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
    Duration enough = limit == null ? found.invoker().usualTimeout() : limit;
    return session.drive(() -> found.invoker().invoke(marked, enough));
  }

  private void doubt(PredictionWay found, Reply reply) {
    if (isDoubtful(found, reply)) {
      way.compareAndSet(found, found.passingFrom(found.foundAt()));
    }
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
      return step.apply(looks.get());
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
    try {
      PredictionWay found = looks.ifFree();
      return found == null ? known : found;
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        throw e;
      }
      LOG.debug("\"{}\" cannot be looked at; predictions go the known way", name, e);
      way.compareAndSet(known, known.passingFrom(session.engine().timing().nanos()));
      return known;
    }
  }

  /** The way to take instead, where another one may lead further and nothing is done twice. */
  private PredictionWay another(PredictionWay known, AloftException error) {
    boolean harmless = error.effect() == Effect.NONE;
    switch (error.code()) {
      case NOT_FOUND, UNAUTHENTICATED, CREDENTIALS_EXPIRED, UNAVAILABLE -> {
        if (harmless) {
          return looks.get();
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
    PredictionWay present = way.get();
    if (present != null && !isOld(present)) {
      return present;
    }
    try {
      return looks.get();
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
    PredictionWay found = PredictionWay.to(session, name).after(way.get());
    way.set(found);
    return found;
  }

  private <T> T verb(@Nullable Duration timeout, Supplier<T> body) {
    Call.Builder call =
        session.verbCall("predict", name).bucket("predict").needs(Capability.SERVING);
    if (timeout != null) {
      call.timeout(timeout);
    }
    return session.verb(
        call.build(),
        () -> {
          Names.require("name", name, "endpoint");
          return body.get();
        });
  }
}
