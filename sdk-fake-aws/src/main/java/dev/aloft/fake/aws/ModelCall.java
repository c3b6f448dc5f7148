package dev.aloft.fake.aws;

import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls the containers of a variant, and tells their errors as SageMaker does. Thread-safe. */
final class ModelCall {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LEAST_REAL = Duration.ofSeconds(10);
  private static final int LOOK_MILLIS = 20;
  private static final int LONGEST_TEXT = 1024;

  private final Cloud cloud;
  private final ExecutorService callers;

  ModelCall(Cloud cloud) {
    this.cloud = cloud;
    this.callers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fake-aws-invoke");
              thread.setDaemon(true);
              return thread;
            });
    cloud.backstage().onClose(callers::shutdownNow);
  }

  /**
   * Sends a request through the containers of a variant, or to one of them.
   *
   * @param host the container that the caller wants; null for all
   * @throws AwsFailure ModelError when one of them answers an error, or not within a minute
   */
  Reply invoke(String endpoint, Pipeline pipeline, @Nullable String host, Invocation invocation)
      throws InterruptedException {
    List<Pipeline.Step> steps = steps(pipeline, host);
    Instant begun = cloud.clock().now();
    long started = System.nanoTime();
    Reply reply = null;
    Invocation input = invocation;
    for (Pipeline.Step step : steps) {
      if (reply != null) {
        input =
            new Invocation(
                reply.contentType(), invocation.accept(), invocation.headers(), reply.body());
      }
      reply = call(endpoint, step, input, begun, started);
      if (reply.status() >= 400) {
        throw refused(endpoint, step.name(), reply);
      }
    }
    if (reply == null) {
      throw new IllegalStateException("a variant without containers");
    }
    return reply;
  }

  private static List<Pipeline.Step> steps(Pipeline pipeline, @Nullable String host) {
    if (!pipeline.isDirect() && host == null) {
      return pipeline.steps();
    }
    List<Pipeline.Step> wanted =
        pipeline.steps().stream().filter(step -> step.name().equals(host)).toList();
    if (!pipeline.isDirect() || wanted.isEmpty()) {
      throw new AwsFailure(
          400,
          "ValidationError",
          pipeline.isDirect()
              ? "TargetContainerHostname must name a container of the model."
              : "TargetContainerHostname is supported for direct invocation only.");
    }
    return wanted;
  }

  private Reply call(
      String endpoint, Pipeline.Step step, Invocation input, Instant begun, long started)
      throws InterruptedException {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    callers.execute(
        () -> {
          try {
            answer.complete(step.server().invoke(input));
          } catch (Exception | Error e) {
            answer.completeExceptionally(e);
          }
        });
    while (true) {
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (isOver(begun, started)) {
          throw late(endpoint, step.name());
        }
      } catch (ExecutionException e) {
        throw broken(endpoint, step.name(), e);
      }
    }
  }

  private boolean isOver(Instant begun, long started) {
    boolean real = cloud.clock().isDriven() || System.nanoTime() - started >= LEAST_REAL.toNanos();
    return real && !cloud.clock().now().isBefore(begun.plus(LONGEST));
  }

  private AwsFailure late(String endpoint, String container) {
    return failure(
        endpoint,
        container,
        0,
        "Your invocation timed out while waiting for a response from container "
            + container
            + ". Review the latency metrics for each container in Amazon CloudWatch, resolve the"
            + " issue, and try again.");
  }

  private AwsFailure broken(String endpoint, String container, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return failure(endpoint, container, 500, String.valueOf(cause.getMessage()));
  }

  private AwsFailure refused(String endpoint, String container, Reply reply) {
    String text = new String(reply.body(), StandardCharsets.UTF_8);
    return failure(endpoint, container, reply.status(), text);
  }

  private AwsFailure failure(String endpoint, String container, int status, String text) {
    String original = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    String group = Launcher.logGroup(endpoint);
    boolean client = status >= 400 && status < 500;
    String message =
        "Received "
            + (client ? "client" : "server")
            + " error ("
            + status
            + ") from "
            + container
            + " with message \""
            + original
            + "\". See https://"
            + cloud.region()
            + ".console.aws.amazon.com/cloudwatch/home?region="
            + cloud.region()
            + "#logEventViewer:group="
            + group
            + " in account "
            + cloud.account()
            + " for more information.";
    return new AwsFailure(
        424,
        "ModelError",
        message,
        Map.of(
            "OriginalStatusCode",
            status,
            "OriginalMessage",
            original,
            "LogStreamArn",
            cloud.arn("logs", "log-group:" + group)));
  }
}
