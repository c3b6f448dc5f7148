package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Source;
import dev.aloft.driver.Target;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends while it is looked at is seen in one of the two looks, whichever comes first. */
class LooksTest {
  private static final String NAME = "wine@abc123def456";

  private final GcpCloud cloud = GcpCloud.builder().clock(FakeClock.driven()).start();
  private final DirectContext context =
      new DirectContext(
          Map.of(
              "credentials", "none",
              "endpoint", cloud.grpc(),
              "http-endpoint", cloud.http(),
              "ca", cloud.certificate().toString(),
              "project", cloud.project(),
              "location", cloud.location()));
  private GcsStore staging;
  private VertexRegistry registry;

  @BeforeEach
  void open() {
    cloud.createBucket("looks");
    GcpClients clients = GcpClients.of(context);
    staging = GcsStore.at(GcsUri.of("gs://looks/team"), context, clients);
    registry = new VertexRegistry(context, clients, staging);
  }

  @AfterEach
  void close() {
    context.close();
    cloud.close();
  }

  private Target<Registration> wish() {
    staging.put("model/model.bst", Source.of("a model"), false, Map.of());
    ModelManifest manifest =
        new ModelManifest(
            ModelFormat.XGBOOST,
            "1.7.6",
            new Signature(List.of(), List.of()),
            null,
            Map.of("model.bst", "00"),
            Map.of());
    return new Target<>(
        NAME,
        "log7q2x",
        1,
        new Registration("wine", staging.uri("model"), "abc123def456", manifest, Map.of(), null),
        null,
        Map.of(NAME, 1));
  }

  private void upload(Target<Registration> target) {
    registry.apply(
        Action.of(VersionParts.CREATE, VersionParts.VERSION, NAME).with(VersionParts.ONLY, "true"),
        target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListOperations", "ListModelVersions"})
  void anUploadThatEndsBetweenTwoLooksIsNotSentAgain(String between) {
    Target<Registration> target = wish();
    upload(target);
    context.before(between, () -> cloud.clock().advance(Duration.ofMinutes(1)));

    Observation seen = registry.observe(target);

    assertThat(registry.next(target, seen)).isNotInstanceOf(Next.Act.class);
  }

  @Test
  void aVersionThatADescriptionShowsIsBelievedAtOnce() {
    Target<Registration> target = wish();
    upload(target);
    cloud.clock().advance(Duration.ofMinutes(1));

    Observation seen = registry.observe(target);

    assertThat(registry.next(target, seen)).isEqualTo(Next.certain());
  }

  @Test
  void aVersionThatOnlyAListShowsIsNotBelieved() {
    Target<Registration> target = wish();
    upload(target);
    cloud.clock().advance(Duration.ofMinutes(1));
    cloud.faults().on("GetModel").always().fail(404, "NOT_FOUND", "gone");

    Observation seen = registry.observe(target);

    assertThat(registry.next(target, seen)).isNotInstanceOf(Next.Done.class);
  }

  @Test
  void aVersionNamesTheImageThatReadsItsModel() {
    Target<Registration> target = wish();
    upload(target);

    assertThat(context.calls())
        .filteredOn(call -> call.operation().equals("UploadModel"))
        .singleElement()
        .satisfies(
            call -> assertThat(call.request().toString()).contains("prediction/xgboost-cpu.1-7"));
  }

  @Test
  void whoMayNotSeeTheBucketIsToldTheStoresTime() {
    cloud.faults().on("storage.buckets.get").always().fail(403, "forbidden", "not yours");

    assertThat(staging.time())
        .isBetween(
            java.time.Instant.now().minus(Duration.ofDays(1)),
            java.time.Instant.now().plus(Duration.ofDays(1)));
  }
}
