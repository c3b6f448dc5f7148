package dev.aloft.gcp;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.protobuf.Message;
import dev.aloft.driver.DriverContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Sends requests to Vertex AI: through core's layers, changed by the user's hooks, within their
 * time, with what fails in Aloft's words. An interrupt breaks a request off. Thread-safe.
 */
final class VertexSender {
  private final DriverContext context;
  private final GcpErrors errors;

  VertexSender(DriverContext context, GcpErrors errors) {
    this.context = context;
    this.errors = errors;
  }

  /** Sends what only reads. */
  <Q extends Message, T> T read(
      String operation,
      String resource,
      Message.Builder request,
      Supplier<UnaryCallable<Q, T>> callable) {
    return send(
        context.call(operation, resource).bucket(GcpRates.RESOURCES).repeatable(),
        request,
        callable);
  }

  /** Sends what writes, once. */
  <Q extends Message, T> T write(
      String operation,
      String resource,
      Message.Builder request,
      Supplier<UnaryCallable<Q, T>> callable) {
    return send(context.call(operation, resource).bucket(GcpRates.RESOURCES), request, callable);
  }

  /** Sends what begins a job or a long operation, once. */
  <Q extends Message, T> T submit(
      String operation,
      String resource,
      Message.Builder request,
      Supplier<UnaryCallable<Q, T>> callable) {
    return send(context.call(operation, resource).bucket(GcpRates.SUBMISSIONS), request, callable);
  }

  @SuppressWarnings("unchecked") // a builder makes what its callable takes
  private <Q extends Message, T> T send(
      Call.Builder call, Message.Builder request, Supplier<UnaryCallable<Q, T>> callable) {
    Q built = (Q) context.customise(request).build();
    Call sent = call.request(built).build();
    return context.send(sent, () -> attempt(sent, built, callable.get()));
  }

  private <Q, T> T attempt(Call call, Q request, UnaryCallable<Q, T> callable) {
    ApiFuture<T> answer =
        callable.futureCall(
            request,
            GrpcCallContext.createDefault()
                .withTimeoutDuration(call.timeout())
                .withRetryableCodes(Set.of()));
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted during " + call)
          .effect(Effect.UNKNOWN)
          .operation(call.operation())
          .resource(call.resource())
          .cause(e)
          .build();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException failure) {
        throw errors.of(failure, call.operation(), call.resource());
      }
      throw AloftException.of(ErrorCode.PROVIDER_ERROR, call + " failed: " + e.getCause())
          .effect(Effect.UNKNOWN)
          .cause(e)
          .build();
    }
  }
}
