package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.api.gax.rpc.UnavailableException;
import com.google.api.gax.rpc.UnimplementedException;
import com.google.cloud.aiplatform.v1.CustomJob;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RpcFaultsTest {
  private final FakeClock clock = FakeClock.driven();
  private GcpCloud cloud;
  private Vertex vertex;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().clock(clock).start();
    vertex = new Vertex(cloud);
    cloud.createBucket("staging");
    cloud.images().training("mine/endless"::equals, InstantWork.endlessTraining());
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private CustomJob create() {
    return vertex.jobs.createCustomJob(
        vertex.parent(), Jobs.job("tumours", "mine/endless").build());
  }

  @Test
  void aResetComesBeforeTheEffectAndALostAnswerAfterIt() {
    cloud.faults().on("CreateCustomJob").reset();
    assertThatThrownBy(this::create).isInstanceOf(UnavailableException.class);
    assertThat(cloud.things()).isEmpty();

    cloud.faults().on("CreateCustomJob").loseAnswer();
    assertThatThrownBy(this::create).isInstanceOf(UnavailableException.class);
    assertThat(cloud.things()).hasSize(1);

    cloud.faults().on("CreateCustomJob").truncate();
    assertThatThrownBy(this::create).isInstanceOf(UnavailableException.class);
    assertThat(cloud.things()).hasSize(2);
    assertThat(create().getName()).isNotEmpty();
  }

  @Test
  void aMalformedAnswerIsNone() {
    cloud.faults().on("CreateCustomJob").malform();

    assertThatThrownBy(this::create).isInstanceOf(ApiException.class);
    assertThat(cloud.things()).hasSize(1);
  }

  @Test
  void errorsAreOfTheProtocol() {
    cloud.faults().on("CreateCustomJob").fail(403, "PERMISSION_DENIED", "no");
    cloud.faults().on("CreateCustomJob").fail(403, "SERVICE_DISABLED", "off");
    cloud.faults().on("CreateCustomJob").throttle();

    assertThatThrownBy(this::create)
        .isInstanceOf(PermissionDeniedException.class)
        .hasMessageContaining("no");
    PermissionDeniedException disabled =
        catchThrowableOfType(PermissionDeniedException.class, this::create);
    assertThat(disabled.getReason()).isEqualTo("SERVICE_DISABLED");
    ResourceExhaustedException throttled =
        catchThrowableOfType(ResourceExhaustedException.class, this::create);
    assertThat(throttled.getErrorDetails().getErrorInfo().getReason())
        .isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(cloud.things()).isEmpty();
  }

  @Test
  void aDelayIsOfTheCloudsClock() throws Exception {
    cloud.faults().on("CreateCustomJob").delay(Duration.ofMinutes(5));

    CompletableFuture<CustomJob> made = CompletableFuture.supplyAsync(this::create);
    while (clock.nextTask().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(cloud.things()).isEmpty();
    clock.advance(Duration.ofMinutes(5));

    assertThat(made.get().getName()).isNotEmpty();
  }

  @Test
  void connectionsAreRefusedUntilTheyAreTakenAgain() {
    create();
    cloud.faults().refuseConnections();
    assertThatThrownBy(this::create).isInstanceOf(UnavailableException.class);

    cloud.faults().acceptConnections();
    try (Vertex another = new Vertex(cloud)) {
      assertThat(another.jobs.listCustomJobs(another.parent()).iterateAll()).hasSize(1);
    }
  }

  @Test
  void whatIsNotServedIsToldByItsName() {
    assertThatThrownBy(
            () -> vertex.jobs.listDataLabelingJobs(vertex.parent()).iterateAll().iterator().next())
        .isInstanceOf(UnimplementedException.class)
        .hasMessageContaining("ListDataLabelingJobs");
  }
}
