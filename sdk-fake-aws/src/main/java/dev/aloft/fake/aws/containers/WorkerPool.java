package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingContainer.Server;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The processes that answer for a script: they connect to this one when they are ready, and each
 * answers one request at a time. One that dies costs the request it had. Thread-safe.
 */
final class WorkerPool implements Server {
  private static final int MOST_WAITING = 64;

  private final ServerSocket listener;
  private final String token = UUID.randomUUID().toString();
  private final BlockingQueue<Worker> idle = new LinkedBlockingQueue<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private volatile @Nullable Work container;

  WorkerPool() throws IOException {
    listener = new ServerSocket(0, MOST_WAITING, InetAddress.getLoopbackAddress());
  }

  /** Tells the processes where this is. */
  Map<String, String> variables() {
    return Map.of(
        "ALOFT_FAKE_PORT", Integer.toString(listener.getLocalPort()), "ALOFT_FAKE_TOKEN", token);
  }

  /**
   * Waits for the first process.
   *
   * @throws IOException when the container ends instead
   */
  void begin(Work running) throws IOException {
    container = running;
    Thread acceptor = new Thread(this::accept, "serving-" + listener.getLocalPort());
    acceptor.setDaemon(true);
    acceptor.start();
    CompletableFuture<Void> unused =
        running
            .exit()
            .thenAccept(
                code -> {
                  ready.completeExceptionally(
                      new IOException(
                          "the container ended with exit code " + code + " at its start"));
                  idle.add(Worker.NONE);
                });
    try {
      ready.join();
    } catch (CompletionException e) {
      throw new IOException(
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()), e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Worker worker = new Worker(socket);
        if (worker.isNamed(token)) {
          workers.add(worker);
          idle.add(worker);
          ready.complete(true);
        } else {
          worker.close();
        }
      } catch (IOException e) {
        // closed, or a connection that broke at once
      }
    }
  }

  @Override
  public Reply invoke(Invocation invocation) throws IOException, InterruptedException {
    Worker worker = idle.take();
    if (worker.equals(Worker.NONE)) {
      idle.add(Worker.NONE);
      throw new IOException("the container has ended");
    }
    boolean answered = false;
    try {
      Reply reply = worker.ask(invocation);
      answered = true;
      return reply;
    } catch (IOException e) {
      return InstantWork.text(
          500,
          "application/json",
          "{\"code\": 500, \"type\": \"InternalServerException\", \"message\": \"Worker died.\"}");
    } finally {
      if (answered) {
        idle.add(worker);
      } else {
        workers.remove(worker);
        worker.close();
      }
    }
  }

  @Override
  public void close() {
    Work running = container;
    if (running != null) {
      running.kill();
      running.exit().join();
    }
    try {
      listener.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    workers.forEach(Worker::close);
  }
}
