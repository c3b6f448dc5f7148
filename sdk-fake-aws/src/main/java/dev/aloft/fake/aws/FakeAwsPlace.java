package dev.aloft.fake.aws;

import dev.aloft.Aloft;
import dev.aloft.fake.FakeClock;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One test's cloud, and what was opened on it; closed in the other order. Thread-safe. */
final class FakeAwsPlace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FakeAws.class);

  private final AwsCloud cloud;
  private final Map<Class<?>, Object> clients = new HashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Aloft aloft;

  FakeAwsPlace(FakeAws wish) {
    cloud =
        AwsCloud.builder()
            .region(wish.region())
            .account(wish.account())
            .clock(wish.speed() > 0 ? FakeClock.realTime(wish.speed()) : FakeClock.driven())
            .timetable(wish.usualTimes() ? Timetable.usual() : Timetable.instant())
            .start();
    cloud.createBucket(URI.create(FakeAws.STAGING).getHost());
  }

  AwsCloud cloud() {
    return cloud;
  }

  synchronized Aloft aloft() {
    if (aloft == null) {
      Aloft.Builder builder =
          Aloft.builder()
              .provider("aws")
              .set("region", cloud.region())
              .set("endpoint", cloud.url())
              .set("role", "arn:aws:iam::" + cloud.account() + ":role/Aloft")
              .set("staging", FakeAws.STAGING);
      aloft = (cloud.clock().isDriven() ? builder.timing(cloud.timing()) : builder).open();
      opened.push(aloft);
    }
    return aloft;
  }

  synchronized Object client(Class<?> type) {
    return clients.computeIfAbsent(
        type,
        missing -> {
          Object client = SdkClients.open(missing, cloud.url(), cloud.region());
          opened.push((AutoCloseable) client);
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
  }
}
