package dev.aloft.gcp;

import dev.aloft.Aloft;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.gcp.containers.VertexImages;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import dev.aloft.testkit.Fixtures;
import dev.aloft.testkit.NextFixture;
import dev.aloft.testkit.ProviderHarness;
import dev.aloft.testkit.RawForm;
import dev.aloft.testkit.TestTiming;
import dev.aloft.testkit.Thing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * An account of a fake cloud for each test, over TCP. Its clock follows the clients' clock: it is
 * moved on to theirs before each of their requests.
 */
final class GcpHarness implements ProviderHarness {
  private static final String BUCKET = "kit-staging";

  private final TestTiming timing = new TestTiming();
  private final ContainerHost host = ContainerHost.withPython(Xgboost.python());
  private final GcpCloud cloud;
  private final Fixtures fixtures;

  GcpHarness(Path directory) {
    this(directory, cloud -> cloud);
  }

  /** With settings of the cloud's own. */
  GcpHarness(Path directory, UnaryOperator<GcpCloud.Builder> settings) {
    fixtures = GcpFixtures.in(directory.resolve("fixtures"));
    cloud =
        settings
            .apply(GcpCloud.builder())
            .clock(FakeClock.driven(timing.now()))
            .directory(directory.resolve("cloud"))
            .images(VertexImages.standard(host))
            .start();
    new HeldImages(timing).over(cloud.images());
    cloud.createBucket(BUCKET);
    cloud.exchanges().clear();
  }

  GcpCloud cloud() {
    return cloud;
  }

  TestTiming timing() {
    return timing;
  }

  @Override
  public String name() {
    return "gcp";
  }

  @Override
  public Aloft.Builder client() {
    return client("kit");
  }

  @Override
  public Aloft.Builder strangersClient() {
    return client("stranger");
  }

  private Aloft.Builder client(String store) {
    return Aloft.builder()
        .provider("gcp")
        .set("project", cloud.project())
        .set("location", cloud.location())
        .set("endpoint", cloud.grpc())
        .set("http-endpoint", cloud.http())
        .set("ca", cloud.certificate().toString())
        .set("credentials", "none")
        .set("staging", "gs://" + BUCKET + "/" + store)
        .timing(timing)
        .layer(new InStep());
  }

  /** Moves the cloud's clock on to the clients'. */
  private void keepUp() {
    synchronized (cloud.clock()) {
      Duration behind = Duration.between(cloud.clock().now(), timing.now());
      if (!behind.isNegative() && !behind.isZero()) {
        cloud.clock().advance(behind);
      }
    }
  }

  /** Copies and starts of containers are over before time goes on. */
  private void settle() {
    try {
      cloud.settle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does something that takes real time and none of the clients', whoever is interrupted. */
  void whileTheClockStands(Runnable work) {
    timing.hold(
        () -> CompletableFuture.runAsync(work, task -> new Thread(task, "still").start()).join());
  }

  /** Lets no request arrive before its time, and no time pass before its answer. */
  private final class InStep implements Layer {
    @Override
    public Set<Level> levels() {
      return EnumSet.of(Level.REQUEST);
    }

    @Override
    public boolean isInnermost() {
      return true;
    }

    @Override
    public <T> T around(Call call, Inner<T> inner) {
      return timing.hold(
          () -> {
            settle();
            keepUp();
            settle();
            return inner.proceed(call);
          });
    }
  }

  @Override
  public Fixtures fixtures() {
    return fixtures;
  }

  /** Objects stay, since they are named by their content, and so do runs that have ended. */
  @Override
  public Optional<List<Thing>> things() {
    keepUp();
    return Optional.of(
        cloud.things().stream()
            .filter(thing -> !Set.of("bucket", "object").contains(thing.kind()))
            .filter(thing -> !thing.kind().equals("custom-job") || thing.bills())
            .map(thing -> new Thing(thing.kind(), thing.id(), thing.bills()))
            .toList());
  }

  @Override
  public void pass(Duration time) {
    timing.advance(time);
    keepUp();
  }

  @Override
  public Instant now() {
    return timing.now();
  }

  @Override
  public int placesAtATime() {
    return 4;
  }

  @Override
  public Duration patience() {
    return Duration.ofHours(12);
  }

  @Override
  public boolean isWrite(Call request) {
    return !request.bucket().equals(GcpRates.PREDICT) && ProviderHarness.super.isWrite(request);
  }

  @Override
  public RawForm rawForm() {
    return new RawForm("application/json", "{\"instances\":[[%s]]}");
  }

  @Override
  public long largestRequest() {
    return VertexInvoker.LARGEST;
  }

  @Override
  public OptionalLong requestsSeen() {
    return OptionalLong.of(cloud.exchanges().count());
  }

  /** Models that lie in files of this machine are read by a store of its own. */
  @Override
  public boolean isForPlace(Call request) {
    return !request.bucket().equals(GcpRates.STORE) || request.resource().startsWith("gs://");
  }

  @Override
  public List<NextFixture> nextFixtures() {
    return EndpointCases.all();
  }

  @Override
  public void close() {
    cloud.close();
    host.close();
  }
}
