package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.api.gax.rpc.UnimplementedException;
import com.google.cloud.aiplatform.v1.AcceleratorType;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.ListCustomJobsRequest;
import com.google.cloud.aiplatform.v1.ListCustomJobsResponse;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.protobuf.FieldMask;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomJobRequestsTest {
  private final FakeClock clock = FakeClock.driven();
  private GcpCloud cloud;
  private Vertex vertex;

  @BeforeEach
  void start() {
    cloud =
        GcpCloud.builder()
            .clock(clock)
            .timetable(Timetable.usual().with(Stage.LIST_LAG, Duration.ofSeconds(5)))
            .quota("custom_model_training_nvidia_t4_gpus", 2)
            .start();
    vertex = new Vertex(cloud);
    cloud.createBucket("staging");
    cloud.images().training("mine/endless"::equals, InstantWork.endlessTraining());
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private CustomJob created(CustomJob.Builder job) {
    return vertex.jobs.createCustomJob(vertex.parent(), job.build());
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    CustomJob.Builder job = Jobs.job("tumours", "").putLabels("Team", "a.b");
    job.getJobSpecBuilder().getWorkerPoolSpecsBuilder(0).getContainerSpecBuilder().clearImageUri();
    job.clearDisplayName();

    InvalidArgumentException refused =
        catchThrowableOfType(InvalidArgumentException.class, () -> created(job));

    assertThat(refused.getErrorDetails().getBadRequest().getFieldViolationsList())
        .extracting(one -> one.getField())
        .containsExactly(
            "custom_job.display_name",
            "custom_job.job_spec.worker_pool_specs[0].container_spec.image_uri",
            "custom_job.labels");
    assertThat(refused).hasMessageContaining("1.Field: custom_job.display_name");
  }

  @Test
  void poolsMachinesAndAddressesAreChecked() {
    CustomJob.Builder job = Jobs.job("tumours", "mine/endless");
    job.getJobSpecBuilder().getBaseOutputDirectoryBuilder().setOutputUriPrefix("s3://no");
    job.getJobSpecBuilder()
        .getWorkerPoolSpecsBuilder(0)
        .setReplicaCount(2)
        .setMachineSpec(MachineSpec.newBuilder().setMachineType("big-one"));

    assertThatThrownBy(() -> created(job))
        .hasMessageContaining("exactly 1 replica")
        .hasMessageContaining("\"big-one\" is not supported")
        .hasMessageContaining("begins with gs://");
  }

  @ParameterizedTest
  @CsvSource({
    "g4-standard-48, NVIDIA_RTX_PRO_6000, 1",
    "a4x-highgpu-4g, NVIDIA_GB200, 4",
    "a2-highgpu-4g, NVIDIA_TESLA_A100, 4",
    "a3-ultragpu-8g, NVIDIA_H200_141GB, 8",
    "n1-standard-8, NVIDIA_TESLA_T4, 2",
    "cloud-tpu, TPU_V3, 8"
  })
  void machinesHaveTheirAccelerators(String type, AcceleratorType accelerator, int count) {
    assertThat(created(machine(type, accelerator, count)).getName()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "n1-standard-8, NVIDIA_TESLA_A100, 1",
    "n1-standard-8, NVIDIA_TESLA_T4, 3",
    "a2-highgpu-4g, NVIDIA_TESLA_A100, 1",
    "a2-highgpu-1g, ACCELERATOR_TYPE_UNSPECIFIED, 0",
    "g2-standard-24, NVIDIA_L4, 1",
    "e2-standard-4, NVIDIA_TESLA_T4, 1"
  })
  void machinesHaveNoOthers(String type, AcceleratorType accelerator, int count) {
    assertThatThrownBy(() -> created(machine(type, accelerator, count)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(type);
  }

  private static CustomJob.Builder machine(String type, AcceleratorType accelerator, int count) {
    CustomJob.Builder job = Jobs.job("tumours", "mine/endless");
    job.getJobSpecBuilder()
        .getWorkerPoolSpecsBuilder(0)
        .getMachineSpecBuilder()
        .setMachineType(type)
        .setAcceleratorType(accelerator)
        .setAcceleratorCount(count);
    return job;
  }

  @Test
  void whatIsNotServedIsNotTakenSilently() {
    CustomJob.Builder job = Jobs.job("tumours", "mine/endless");

    job.getJobSpecBuilder().setPersistentResourceId("none");
    assertThatThrownBy(() -> created(job)).isInstanceOf(NotFoundException.class);
    job.getJobSpecBuilder().clearPersistentResourceId().setExperiment("mine");
    assertThatThrownBy(() -> created(job)).isInstanceOf(UnimplementedException.class);
    job.getJobSpecBuilder().clearExperiment();
    job.getEncryptionSpecBuilder()
        .setKmsKeyName("projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k");
    assertThatThrownBy(() -> created(job)).isInstanceOf(InvalidArgumentException.class);
    job.getEncryptionSpecBuilder()
        .setKmsKeyName("projects/p/locations/us-central1/keyRings/r/cryptoKeys/k");
    assertThat(created(job).getEncryptionSpec()).isEqualTo(job.getEncryptionSpec());
  }

  @Test
  void theBucketHasToBeThereAndNear() {
    CustomJob.Builder job = Jobs.job("tumours", "mine/endless");
    job.getJobSpecBuilder().getBaseOutputDirectoryBuilder().setOutputUriPrefix("gs://nowhere/x");

    assertThatThrownBy(() -> created(job)).isInstanceOf(FailedPreconditionException.class);
  }

  @Test
  void anotherLocationIsNotServed() {
    assertThatThrownBy(
            () ->
                vertex.jobs.createCustomJob(
                    "projects/p/locations/europe-west4", Jobs.job("a", "b").build()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aQuotaOfAcceleratorsHolds() {
    CustomJob.Builder job = Jobs.job("tumours", "mine/endless");
    job.getJobSpecBuilder()
        .getWorkerPoolSpecsBuilder(0)
        .getMachineSpecBuilder()
        .setAcceleratorType(AcceleratorType.NVIDIA_TESLA_T4)
        .setAcceleratorCount(2);
    created(job);

    ResourceExhaustedException refused =
        catchThrowableOfType(ResourceExhaustedException.class, () -> created(job));

    assertThat(refused.getErrorDetails().getQuotaFailure().getViolations(0).getSubject())
        .isEqualTo("aiplatform.googleapis.com/custom_model_training_nvidia_t4_gpus");
  }

  @Test
  void sixtyJobsAMinuteAreAccepted() {
    for (int i = 0; i < 60; i++) {
      created(Jobs.job("tumours", "mine/endless"));
    }

    ResourceExhaustedException refused =
        catchThrowableOfType(
            ResourceExhaustedException.class, () -> created(Jobs.job("tumours", "mine/endless")));
    clock.advance(Duration.ofMinutes(1));
    created(Jobs.job("tumours", "mine/endless"));

    assertThat(refused.getErrorDetails().getErrorInfo().getReason())
        .isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(refused.getErrorDetails().getRetryInfo().hasRetryDelay()).isTrue();
  }

  @Test
  void listsShowLateWhatWasMadeAndKnowFilters() {
    created(Jobs.job("a", "mine/endless").putLabels("run", "1"));
    assertThat(listed("")).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    created(Jobs.job("b", "mine/endless").putLabels("run", "2"));
    clock.advance(Duration.ofMinutes(2));
    created(Jobs.job("c", "mine/endless"));
    clock.advance(Duration.ofSeconds(10));

    assertThat(listed("")).containsExactly("c", "b", "a");
    assertThat(listed("labels.run=1 OR labels.run=\"2\"")).containsExactly("b", "a");
    assertThat(listed("labels.run:* AND NOT display_name=\"a\"")).containsExactly("b");
    assertThat(listed("state!=JOB_STATE_FAILED AND (labels.run=2)")).containsExactly("b");
    assertThat(listed("labels.run=1 AND labels.run=2")).isEmpty();
    assertThat(listed("labels.run=3")).isEmpty();
    assertThat(listed("NOT labels.run=1")).containsExactly("c", "b");
    assertThat(listed("NOT (labels.run=1 AND labels.run:*)")).containsExactly("c", "b");
    assertThat(listed("labels.run=\"\"")).containsExactly("c");
    assertThat(listed("state=\"JOB_STATE_PENDING\"")).containsExactly("c");
    assertThat(listed("state=JOB_STATE_RUNNING AND create_time>\"2026-01-01T00:00:05Z\""))
        .containsExactly("b");
    assertThatThrownBy(() -> listed("update_time>\"2026-01-01T00:00:05Z\""))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void aNextPageGoesOnBehindTheLastWhateverHasComeAndGoneMeanwhile() {
    List.of("a", "b", "c", "d").forEach(name -> created(Jobs.job(name, "mine/endless")));
    clock.advance(Duration.ofSeconds(10));
    ListCustomJobsRequest active =
        ListCustomJobsRequest.newBuilder()
            .setParent(vertex.parent())
            .setFilter("state!=\"JOB_STATE_CANCELLED\"")
            .setPageSize(2)
            .build();
    ListCustomJobsResponse first = vertex.jobs.listCustomJobsCallable().call(active);
    vertex.jobs.cancelCustomJob(first.getCustomJobs(0).getName());
    created(Jobs.job("e", "mine/endless"));
    clock.advance(Duration.ofMinutes(2));

    ListCustomJobsResponse second =
        vertex
            .jobs
            .listCustomJobsCallable()
            .call(active.toBuilder().setPageToken(first.getNextPageToken()).build());

    assertThat(first.getCustomJobsList())
        .extracting(CustomJob::getDisplayName)
        .containsExactly("d", "c");
    assertThat(second.getCustomJobsList())
        .extracting(CustomJob::getDisplayName)
        .containsExactly("b", "a");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(listed(active.getFilter())).containsExactly("e", "c", "b", "a");
  }

  private List<String> listed(String filter) {
    ListCustomJobsRequest request =
        ListCustomJobsRequest.newBuilder()
            .setParent(vertex.parent())
            .setFilter(filter)
            .setPageSize(2)
            .setReadMask(FieldMask.newBuilder().addPaths("display_name"))
            .build();
    return StreamSupport.stream(
            vertex.jobs.listCustomJobs(request).iterateAll().spliterator(), false)
        .peek(job -> assertThat(job.hasJobSpec()).isFalse())
        .map(CustomJob::getDisplayName)
        .toList();
  }

  @Test
  void whatIsAskedIsRecordedWithItsPermission() {
    created(Jobs.job("tumours", "mine/endless"));

    Exchange asked = cloud.exchanges().of("CreateCustomJob").get(0);
    assertThat(asked.action()).isEqualTo("aiplatform.customJobs.create");
    assertThat(asked.resource()).isEqualTo("tumours");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.body()).contains("\"imageUri\":\"mine/endless\"");
  }
}
