package dev.aloft.fake.gcp;

import dev.aloft.Aloft;
import dev.aloft.fake.CloudTiming;
import dev.aloft.fake.FakeClock;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One test's cloud, and what was opened on it; closed in the other order. Thread-safe. */
final class FakeGcpPlace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FakeGcp.class);

  private final GcpCloud cloud;
  private final ExecutorService timers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake-gcp-client");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Class<?>, Object> clients = new HashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Aloft aloft;

  FakeGcpPlace(FakeGcp wish) {
    cloud =
        GcpCloud.builder()
            .project(wish.project())
            .location(wish.location())
            .clock(FakeClock.driven())
            .timetable(wish.usualTimes() ? Timetable.usual() : Timetable.instant())
            .start();
    cloud.createBucket(URI.create(FakeGcp.STAGING).getHost());
  }

  GcpCloud cloud() {
    return cloud;
  }

  synchronized Aloft aloft() {
    if (aloft == null) {
      aloft =
          Aloft.builder()
              .provider("gcp")
              .set("project", cloud.project())
              .set("location", cloud.location())
              .set("endpoint", cloud.grpc())
              .set("http-endpoint", cloud.http())
              .set("ca", cloud.certificate().toString())
              .set("credentials", "none")
              .set("staging", FakeGcp.STAGING)
              .timing(new CloudTiming(cloud.clock(), cloud::works, timers))
              .open();
      opened.push(aloft);
    }
    return aloft;
  }

  synchronized Object client(Class<?> type) {
    return clients.computeIfAbsent(
        type,
        missing -> {
          AutoCloseable client = VertexClients.open(missing, cloud);
          opened.push(client);
          return client;
        });
  }

  @Override
  public synchronized void close() {
    for (AutoCloseable one : opened) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.warn("a client was not closed", e);
      }
    }
    cloud.close();
    timers.shutdownNow();
  }
}
