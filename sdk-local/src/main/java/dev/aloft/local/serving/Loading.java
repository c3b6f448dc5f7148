package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads and probes models beside the calls. A revision is ready when its probe was answered. */
final class Loading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loading.class);
  private static final int AT_ONCE = 2;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  Loading() {
    threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "aloft-load");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Starts to load; the endpoint is told how it ends. */
  void start(HostedEndpoint endpoint, RevisionRecord revision) {
    threads.execute(() -> load(endpoint, revision));
  }

  private static void load(HostedEndpoint endpoint, RevisionRecord revision) {
    String hash = revision.hash();
    try {
      ServedModel model = ModelLoader.load(revision.directory(), revision.manifest());
      Probe.ask(model, revision.probe());
      tell(endpoint, hash, "loaded and probed");
      endpoint.change(hash, present -> present.ready(model));
    } catch (AloftException e) {
      fail(endpoint, hash, e.code(), e.summary());
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
      LOG.warn("revision {} of {} failed", hash, endpoint.name(), e);
      fail(endpoint, hash, ErrorCode.MODEL_FAILED, e.toString());
    }
  }

  private static void fail(HostedEndpoint endpoint, String hash, ErrorCode code, String reason) {
    tell(endpoint, hash, "failed: " + reason);
    endpoint.change(hash, present -> present.failed(code.name(), reason));
  }

  private static void tell(HostedEndpoint endpoint, String hash, String what) {
    if (endpoint.revision(hash).isPresent()) {
      endpoint.log().add("revision " + hash + " " + what);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
