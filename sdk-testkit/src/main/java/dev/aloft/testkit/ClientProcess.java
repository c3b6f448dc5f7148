package dev.aloft.testkit;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A process that has one client, as a test plays it: its requests are recorded, can be made to fail
 * and to stop, and it can end without a word. Thread-safe.
 */
public final class ClientProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  private final ProviderHarness harness;
  private final RecordingLayer sent = new RecordingLayer();
  private final RecordingLayer tries = new RecordingLayer();
  private final FaultLayer faults = new FaultLayer();
  private final Aloft aloft;
  private boolean over;

  /** Opens the client of a builder with recording and faults next to the vendor. */
  ClientProcess(ProviderHarness harness, Aloft.Builder builder) {
    this.harness = harness;
    this.aloft = builder.layer(sent).layer(faults).layer(tries).open();
  }

  /** How a piece of work in a process ended. */
  public enum End {
    /** It returned. */
    FINISHED,
    /** It threw an {@link AloftException}. */
    FAILED,
    /** The process stopped under it. */
    STOPPED
  }

  /**
   * What became of a piece of work.
   *
   * @param end how it ended
   * @param error what it threw, null unless it failed
   */
  public record Outcome(End end, @org.jspecify.annotations.Nullable AloftException error) {}

  /** The client. */
  public Aloft aloft() {
    return aloft;
  }

  /** The script of its faults. */
  public FaultLayer faults() {
    return faults;
  }

  /** Every verb, and every try of a request, whether a fault let it pass or not. */
  public RecordingLayer tries() {
    return tries;
  }

  /** The requests that reached the vendor. */
  public RecordingLayer sent() {
    return sent;
  }

  /**
   * Does a piece of work on a thread of this process and waits for its end, or for the end of the
   * process, which a scripted fault may bring. After that the process is over.
   */
  public Outcome run(Consumer<Aloft> work) {
    Running running = start(work);
    try {
      CompletableFuture.anyOf(running.done, faults.stopped())
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (faults.stopped().isDone()) {
        crash();
        running.thread.interrupt();
        running.thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return new Outcome(End.STOPPED, null);
      }
      return running.done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a process was at work", e);
    } catch (TimeoutException e) {
      AssertionError stuck = new AssertionError("a process is stuck: " + tries.requests());
      stuck.setStackTrace(running.thread.getStackTrace());
      throw stuck;
    } catch (ExecutionException e) {
      throw new AssertionError(
          "a process failed with something else than an error of Aloft", e.getCause());
    }
  }

  /** Starts a piece of work on a thread of this process. */
  public CompletableFuture<Outcome> begin(Consumer<Aloft> work) {
    return start(work).done;
  }

  private Running start(Consumer<Aloft> work) {
    CompletableFuture<Outcome> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.accept(aloft);
                done.complete(new Outcome(End.FINISHED, null));
              } catch (AloftException e) {
                done.complete(new Outcome(End.FAILED, e));
              } catch (ProcessStopped e) {
                done.complete(new Outcome(End.STOPPED, null));
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            },
            "client-process");
    thread.setDaemon(true);
    thread.start();
    return new Running(thread, done);
  }

  private record Running(Thread thread, CompletableFuture<Outcome> done) {}

  /** Ends the process without a word: nothing more is sent, and nobody is told. */
  public void crash() {
    faults.stop();
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    harness.crash(aloft);
  }

  /** Closes the client as a program should. */
  @Override
  public void close() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    aloft.close();
  }
}
