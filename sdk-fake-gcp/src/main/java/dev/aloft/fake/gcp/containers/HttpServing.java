package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Program;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An image whose program is a server of its own, as Vertex AI asks of containers: at {@code
 * AIP_HTTP_PORT}, which is given with the work. Stateless.
 */
final class HttpServing implements ServingContainer {
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 20;

  /** Headers of the connection, which the client writes by itself. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "content-type", "expect", "host", "upgrade");

  private final ContainerHost host;

  HttpServing(ContainerHost host) {
    this.host = host;
  }

  @Override
  public Server start(ServingWork work) throws Exception {
    List<String> command = new ArrayList<>(work.command());
    command.addAll(work.arguments());
    if (command.isEmpty()) {
      throw new IOException(work.image() + " has no command that this machine could start");
    }
    String address = "http://127.0.0.1:" + work.environment().get("AIP_HTTP_PORT");
    URI predict = route(address, work, "AIP_PREDICT_ROUTE");
    URI health = route(address, work, "AIP_HEALTH_ROUTE");
    Work running =
        host.run(
            new Program(
                command,
                work.root().toString(),
                work.environment(),
                work.root(),
                work.mount(),
                List.of(),
                work.log()));
    Serving serving = new Serving(running, predict, health);
    try {
      serving.awaitHealth();
      return serving;
    } catch (IOException | InterruptedException | RuntimeException e) {
      serving.close();
      throw e;
    }
  }

  /** Before anything runs, as a route may be no address. */
  private static URI route(String address, ServingWork work, String variable) throws IOException {
    String route = work.environment().getOrDefault(variable, "/");
    try {
      return URI.create(address + route);
    } catch (IllegalArgumentException e) {
      throw new IOException(variable + " is no path of an address: " + route, e);
    }
  }

  private static final class Serving implements Server {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Work running;
    private final URI predict;
    private final URI health;

    Serving(Work running, URI predict, URI health) {
      this.running = running;
      this.predict = predict;
      this.health = health;
    }

    /** Until it answers, ends, or nobody waits any more. */
    void awaitHealth() throws IOException, InterruptedException {
      while (!isHealthy()) {
        if (hasEnded()) {
          throw new IOException("The container ended with " + running.exit().join() + ".");
        }
      }
    }

    private boolean hasEnded() throws InterruptedException {
      try {
        running.exit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        return true;
      }
    }

    private boolean isHealthy() throws InterruptedException {
      try {
        HttpRequest request = HttpRequest.newBuilder(health).timeout(LONGEST_LOOK).build();
        return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public Reply invoke(Invocation invocation) throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(predict).POST(BodyPublishers.ofByteArray(invocation.body()));
      invocation
          .headers()
          .forEach(
              (name, value) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                  request.setHeader(name, value);
                }
              });
      if (!invocation.contentType().isEmpty()) {
        request.setHeader("Content-Type", invocation.contentType());
      }
      if (!invocation.accept().isEmpty()) {
        request.setHeader("Accept", invocation.accept());
      }
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      String type = response.headers().firstValue("content-type").orElse("application/json");
      return new Reply(response.statusCode(), type, Map.of(), response.body());
    }

    @Override
    public CompletableFuture<?> ended() {
      return running.exit();
    }

    @Override
    public void close() {
      running.kill();
      running.exit().join();
    }
  }
}
