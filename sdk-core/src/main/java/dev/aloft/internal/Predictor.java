package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Part;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.layer.Call;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Predictions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way of predictions to one endpoint. Where it is and how rows are written is looked up once
 * and again when the endpoint is not found there, refuses the credentials, or answers with a
 * revision that was not known. Thread-safe.
 */
final class Predictor {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Session session;
  private final String name;
  private final boolean repeatable;
  private volatile @Nullable Way way;

  Predictor(Session session, String name, boolean repeatable) {
    this.session = session;
    this.name = name;
    this.repeatable = repeatable;
  }

  private record Way(Invoker invoker, Codec codec, Signature signature, Set<String> revisions) {}

  String url() {
    Way known = way;
    return (known == null ? find() : known).invoker().url();
  }

  Predictions predict(List<Row> rows, @Nullable Duration timeout) {
    return verb(timeout, limit -> twice(found -> score(found, Table.of(rows), limit)));
  }

  Predictions predict(Table table, @Nullable Duration timeout) {
    return verb(timeout, limit -> twice(found -> score(found, table, limit)));
  }

  Reply invoke(Payload payload, @Nullable Duration timeout) {
    return verb(timeout, limit -> twice(found -> send(found, payload, limit)));
  }

  private Predictions score(Way found, Table table, Duration limit) {
    if (table.rowCount() == 0) {
      throw refusal("there are no rows to predict on");
    }
    Codec codec = found.codec();
    Reply reply = send(found, codec.encodeRequest(table, found.signature()), limit);
    int rows = table.rowCount();
    return Predictions.of(
        codec.decodeReply(reply.body(), reply.contentType(), rows, found.signature()),
        rows,
        reply.revision().orElse(null));
  }

  private Reply send(Way found, Payload payload, Duration limit) {
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
    if (reply.revision().filter(hash -> !found.revisions().contains(hash)).isPresent()) {
      way = null;
    }
    return reply;
  }

  private AloftException refusal(String why) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, why)
        .operation("predict")
        .resource(name)
        .build();
  }

  /** Once more over a fresh way when the known one led nowhere and nothing was done. */
  private <T> T twice(java.util.function.Function<Way, T> step) {
    Way known = way;
    if (known == null) {
      return step.apply(find());
    }
    try {
      return step.apply(known);
    } catch (AloftException e) {
      if (!isStale(e)) {
        throw e;
      }
      return step.apply(find());
    }
  }

  private static boolean isStale(AloftException e) {
    return e.effect() == Effect.NONE
        && switch (e.code()) {
          case NOT_FOUND, UNAUTHENTICATED, CREDENTIALS_EXPIRED, UNAVAILABLE -> true;
          default -> false;
        };
  }

  private Way find() {
    Reconciler.Look<EndpointSpec> look =
        session.drive(() -> session.engine().endpoints().look(name));
    Invoker invoker = invoker(look);
    EndpointSpec spec = look.target().spec();
    Signature signature = spec == null ? Signature.UNKNOWN : spec.main().manifest().signature();
    Set<String> revisions =
        spec == null
            ? Set.of()
            : spec.revisions().stream()
                .map(EndpointRevision::hash)
                .collect(Collectors.toUnmodifiableSet());
    Way found = new Way(invoker, Codecs.of(invoker.protocol()), signature, revisions);
    way = found;
    return found;
  }

  private Invoker invoker(Reconciler.Look<EndpointSpec> look) {
    try {
      return session.drive(
          () -> session.engine().backend().serving().invoker(look.target(), look.seen()));
    } catch (AloftException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      throw nowhere(e, name, look.seen().parts().stream().anyMatch(Part::ours));
    }
  }

  /** What to do about an endpoint that is not there, or of which only parts are left. */
  static AloftException nowhere(AloftException error, String name, boolean partsLeft) {
    NextStep deploy = NextStep.java("makes this one", "model.deploy(\"" + name + "\")");
    return partsLeft
        ? error.toBuilder()
            .nextStep(NextStep.java("brings it back, its parts are there", "aloft.recover()"))
            .nextStep(deploy)
            .build()
        : error.toBuilder()
            .nextStep(NextStep.java("shows the endpoints that exist", "aloft.endpoints()"))
            .nextStep(deploy)
            .build();
  }

  private <T> T verb(@Nullable Duration timeout, java.util.function.Function<Duration, T> body) {
    Duration limit = timeout == null ? TIMEOUT : timeout;
    Call call =
        session
            .verbCall("predict", name)
            .bucket("predict")
            .needs(Capability.SERVING)
            .timeout(limit)
            .build();
    Supplier<T> step =
        () -> {
          Names.require("name", name, "endpoint");
          return body.apply(limit);
        };
    return session.verb(call, step);
  }
}
