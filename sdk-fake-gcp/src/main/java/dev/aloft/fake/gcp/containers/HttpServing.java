package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Program;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An image whose program is a server of its own, as Vertex AI asks of containers. Stateless. */
final class HttpServing implements ServingContainer {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 20;

  private final ContainerHost host;

  HttpServing(ContainerHost host) {
    this.host = host;
  }

  @Override
  public Server start(ServingWork work) throws Exception {
    if (work.command().isEmpty()) {
      throw new IOException(work.image() + " has no command that this machine could start");
    }
    int port = freePort();
    Map<String, String> environment = new HashMap<>(work.environment());
    environment.put("AIP_HTTP_PORT", Integer.toString(port));
    Work running =
        host.run(
            new Program(
                work.command(),
                work.root().toString(),
                environment,
                work.root(),
                work.mount(),
                List.of(),
                work.log()));
    Serving serving = new Serving(running, "http://127.0.0.1:" + port, environment);
    try {
      serving.awaitHealth();
      return serving;
    } catch (IOException | InterruptedException e) {
      serving.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static final class Serving implements Server {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Work running;
    private final URI predict;
    private final URI health;

    Serving(Work running, String address, Map<String, String> environment) {
      this.running = running;
      this.predict = URI.create(address + environment.getOrDefault("AIP_PREDICT_ROUTE", "/"));
      this.health = URI.create(address + environment.getOrDefault("AIP_HEALTH_ROUTE", "/"));
    }

    void awaitHealth() throws IOException, InterruptedException {
      long end = System.nanoTime() + LONGEST_START.toNanos();
      while (System.nanoTime() - end < 0) {
        if (isHealthy()) {
          return;
        }
        if (ended()) {
          throw new IOException("The container ended with " + running.exit().join() + ".");
        }
      }
      throw new IOException("Model server never became ready.");
    }

    private boolean ended() throws InterruptedException {
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
        HttpRequest request = HttpRequest.newBuilder(health).build();
        return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public Reply invoke(Invocation invocation) throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(predict).POST(BodyPublishers.ofByteArray(invocation.body()));
      if (!invocation.contentType().isEmpty()) {
        request.header("Content-Type", invocation.contentType());
      }
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      String type = response.headers().firstValue("content-type").orElse("application/json");
      return new Reply(response.statusCode(), type, Map.of(), response.body());
    }

    @Override
    public void close() {
      running.kill();
      running.exit().join();
    }
  }
}
