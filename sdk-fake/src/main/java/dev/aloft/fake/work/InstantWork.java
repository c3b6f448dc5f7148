package dev.aloft.fake.work;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Containers that do no work, for tests that need none. Thread-safe. */
public final class InstantWork {
  private static final int KILLED = 137;

  private InstantWork() {}

  /**
   * Training that has ended at once.
   *
   * @param files what it leaves: texts by paths below its output, such as {@code model/model.json}
   */
  public static TrainingContainer training(Map<String, String> files) {
    return training(0, files);
  }

  /**
   * Training that has ended at once.
   *
   * @param exitCode how; 0 for success
   * @param files what it leaves: texts by paths below its output
   */
  public static TrainingContainer training(int exitCode, Map<String, String> files) {
    Map<String, String> left = Map.copyOf(files);
    return work -> {
      for (Map.Entry<String, String> file : left.entrySet()) {
        Path path = work.output().resolve(file.getKey());
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
      }
      return ended(exitCode);
    };
  }

  /** Training that goes on until it is stopped. */
  public static TrainingContainer endlessTraining() {
    return work -> new Finished(new CompletableFuture<>());
  }

  /** Work that has ended. */
  public static Work ended(int exitCode) {
    return new Finished(CompletableFuture.completedFuture(exitCode));
  }

  private record Finished(CompletableFuture<Integer> exit) implements Work {
    @Override
    public void terminate() {
      exit.complete(KILLED);
    }

    @Override
    public void kill() {
      exit.complete(KILLED);
    }

    @Override
    public boolean isIdle() {
      return true;
    }
  }

  /** Serving that a function does; what it throws is answered as the error of a container. */
  public static ServingContainer serving(
      Function<ServingContainer.Invocation, ServingContainer.Reply> answer) {
    return work ->
        new ServingContainer.Server() {
          @Override
          public ServingContainer.Reply invoke(ServingContainer.Invocation invocation) {
            try {
              return answer.apply(invocation);
            } catch (RuntimeException e) {
              return text(500, "text/plain", String.valueOf(e.getMessage()));
            }
          }

          @Override
          public void close() {}
        };
  }

  /** An answer that is a text. */
  public static ServingContainer.Reply text(int status, String contentType, String body) {
    return new ServingContainer.Reply(
        status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
