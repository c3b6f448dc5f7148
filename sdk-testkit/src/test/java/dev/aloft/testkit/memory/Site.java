package dev.aloft.testkit.memory;

import dev.aloft.driver.DriverContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way to one cloud, as one client takes it. */
final class Site {
  private final DriverContext context;
  private final Cloud cloud;
  private final String place;
  private final @Nullable Defect defect;

  Site(DriverContext context, String place) {
    this.context = context;
    this.place = place;
    this.cloud = Cloud.at(place);
    this.defect = context.settings().get("defect").map(Defect::valueOf).orElse(null);
  }

  DriverContext context() {
    return context;
  }

  String place() {
    return place;
  }

  boolean has(Defect which) {
    return defect == which;
  }

  Instant now() {
    return context.timing().now();
  }

  /** Sends a request that only looks. */
  <T> T read(String operation, String resource, Function<Cloud, T> body) {
    Supplier<T> sender = () -> locked(body);
    if (has(Defect.GOES_PAST_LAYERS)) {
      return sender.get();
    }
    return context.send(context.call(operation, resource).repeatable().build(), sender::get);
  }

  /** Sends a request that changes something. */
  <T> T write(String operation, String resource, Function<Cloud, T> body) {
    Call call = context.call(operation, resource).build();
    Supplier<T> sender = () -> locked(body);
    if (!has(Defect.REPEATS_BILLED_WRITE)) {
      return context.send(call, sender::get);
    }
    try {
      return context.send(call, sender::get);
    } catch (AloftException e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      return context.send(call, sender::get);
    }
  }

  /** Sends a request that changes something and may be sent again without harm. */
  <T> T rewrite(String operation, String resource, Function<Cloud, T> body) {
    Call call = context.call(operation, resource).repeatable().build();
    return context.send(call, () -> locked(body));
  }

  private <T> T locked(Function<Cloud, T> body) {
    synchronized (cloud) {
      cloud.requested();
      cloud.settle(now());
      return body.apply(cloud);
    }
  }

  /** An error of this cloud. */
  AloftException error(ErrorCode code, String message) {
    String told =
        has(Defect.TELLS_SECRET)
            ? message + " (token " + context.settings().get("token").orElse("none") + ")"
            : message;
    return AloftException.of(code, told).requestId("memory-request").build();
  }
}
