package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.cloud.aiplatform.v1.AcceleratorType;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.Scheduling;
import com.google.cloud.aiplatform.v1.Scheduling.Strategy;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomJobStatesTest {
  private final FakeClock clock = FakeClock.driven();
  private GcpCloud cloud;
  private Vertex vertex;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().clock(clock).start();
    vertex = new Vertex(cloud);
    cloud.createBucket("staging");
    cloud.images().training("mine/one"::equals, InstantWork.training(Map.of("model/m", "1")));
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

  private CustomJob ended(CustomJob.Builder job) throws Exception {
    return vertex.ended(created(job).getName());
  }

  private static CustomJob.Builder scheduled(CustomJob.Builder job, Scheduling.Builder how) {
    job.getJobSpecBuilder().setScheduling(how);
    return job;
  }

  private static com.google.protobuf.Duration seconds(long seconds) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).build();
  }

  private JobState running(CustomJob job) throws Exception {
    clock.advance(Duration.ofMinutes(2));
    cloud.settle();
    return vertex.jobs.getCustomJob(job.getName()).getState();
  }

  @Test
  void aRunningJobIsCancelledAndThenDeleted() throws Exception {
    CustomJob job = created(Jobs.job("tumours", "mine/endless"));
    assertThat(running(job)).isEqualTo(JobState.JOB_STATE_RUNNING);
    assertThat(cloud.things())
        .containsExactly(new GcpCloud.Thing("custom-job", job.getName(), true));
    assertThatThrownBy(() -> vertex.jobs.deleteCustomJobAsync(job.getName()).getName())
        .hasCauseInstanceOf(FailedPreconditionException.class);

    vertex.jobs.cancelCustomJob(job.getName());

    assertThat(vertex.jobs.getCustomJob(job.getName()).getState())
        .isEqualTo(JobState.JOB_STATE_CANCELLING);
    CustomJob ended = vertex.ended(job.getName());
    assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_CANCELLED);
    assertThat(ended.getError().getCode()).isEqualTo(1);
    vertex.done(vertex.jobs.deleteCustomJobAsync(job.getName()));
    assertThat(cloud.things()).isEmpty();
  }

  @Test
  void statesThatComeAndGoAreByTheScript() throws Exception {
    cloud.incidents().job("tumours").queue(Duration.ofMinutes(5));
    cloud.incidents().job("tumours").update(Duration.ofSeconds(2), Duration.ofSeconds(3));
    cloud.incidents().job("tumours").pause(Duration.ofSeconds(10), Duration.ofMinutes(1));
    cloud.incidents().job("tumours").succeedPartially();
    CustomJob job = created(Jobs.job("tumours", "mine/one"));

    assertThat(after(job, 0)).isEqualTo(JobState.JOB_STATE_QUEUED);
    assertThat(after(job, 300)).isEqualTo(JobState.JOB_STATE_PENDING);
    assertThat(after(job, 120)).isEqualTo(JobState.JOB_STATE_RUNNING);
    assertThat(after(job, 2)).isEqualTo(JobState.JOB_STATE_UPDATING);
    assertThat(after(job, 3)).isEqualTo(JobState.JOB_STATE_RUNNING);
    assertThat(after(job, 5)).isEqualTo(JobState.JOB_STATE_PAUSED);
    assertThat(after(job, 59)).isEqualTo(JobState.JOB_STATE_PAUSED);
    assertThat(after(job, 1)).isEqualTo(JobState.JOB_STATE_PARTIALLY_SUCCEEDED);
    assertThat(vertex.jobs.getCustomJob(job.getName()).hasEndTime()).isTrue();
  }

  private JobState after(CustomJob job, long seconds) throws Exception {
    clock.advance(Duration.ofSeconds(seconds));
    cloud.settle();
    return vertex.jobs.getCustomJob(job.getName()).getState();
  }

  @Test
  void aCancelledJobMayHaveSucceeded() throws Exception {
    CustomJob job = created(Jobs.job("tumours", "mine/one"));
    assertThat(running(job)).isEqualTo(JobState.JOB_STATE_RUNNING);
    cloud.settle();

    vertex.jobs.cancelCustomJob(job.getName());

    assertThat(vertex.ended(job.getName()).getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
  }

  @Test
  void aTimeoutOfNothingIsTheUsualOne() throws Exception {
    CustomJob.Builder job = Jobs.job("tumours", "mine/endless");

    CustomJob timed = ended(scheduled(job, Scheduling.newBuilder().setTimeout(seconds(60))));
    CustomJob usual = ended(scheduled(job, Scheduling.newBuilder().setTimeout(seconds(0))));

    assertThat(timed.getState()).isEqualTo(JobState.JOB_STATE_FAILED);
    assertThat(timed.getError().getCode()).isEqualTo(4);
    assertThat(timed.getEndTime().getSeconds() - timed.getStartTime().getSeconds()).isEqualTo(60);
    assertThat(usual.getError().getMessage()).contains("604800 seconds");
  }

  @Test
  void spotMachinesAreLostAndTheJobStartsAgain() throws Exception {
    cloud.incidents().job("tumours").interrupt(Duration.ofSeconds(5));
    Scheduling.Builder spot = Scheduling.newBuilder().setStrategy(Strategy.SPOT);

    CustomJob again = ended(scheduled(Jobs.job("tumours", "mine/one"), spot));
    cloud.incidents().job("once").interrupt(Duration.ofSeconds(5));
    CustomJob once = ended(scheduled(Jobs.job("once", "mine/one"), spot.setDisableRetries(true)));

    assertThat(again.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(once.getState()).isEqualTo(JobState.JOB_STATE_FAILED);
    assertThat(once.getError().getMessage()).contains("STOCKOUT");
  }

  @Test
  void withoutMachinesAJobFails() throws Exception {
    cloud.incidents().anyJob().noCapacity();

    CustomJob ended = ended(Jobs.job("tumours", "mine/one"));

    assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_FAILED);
    assertThat(ended.getError().getCode()).isEqualTo(8);
    assertThat(ended.getError().getMessage())
        .startsWith("Resources are insufficient in region: us-central1.");
    assertThat(ended.hasStartTime()).isFalse();
  }

  @Test
  void flexStartWaitsADayUnlessToldOtherwiseAndForEverWhenToldZero() throws Exception {
    cloud.incidents().anyJob().times(3).noCapacity();
    CustomJob usual = ended(flexible(Scheduling.newBuilder()));
    CustomJob hour = ended(flexible(Scheduling.newBuilder().setMaxWaitDuration(seconds(3600))));
    CustomJob ever = created(flexible(Scheduling.newBuilder().setMaxWaitDuration(seconds(0))));
    clock.advance(Duration.ofDays(30));

    assertThat(usual.getState()).isEqualTo(JobState.JOB_STATE_EXPIRED);
    assertThat(usual.getEndTime().getSeconds() - usual.getCreateTime().getSeconds())
        .isEqualTo(Duration.ofHours(24).toSeconds());
    assertThat(hour.getState()).isEqualTo(JobState.JOB_STATE_EXPIRED);
    assertThat(vertex.jobs.getCustomJob(ever.getName()).getState())
        .isEqualTo(JobState.JOB_STATE_PENDING);
  }

  private static CustomJob.Builder flexible(Scheduling.Builder how) {
    CustomJob.Builder job =
        scheduled(Jobs.job("tumours", "mine/one"), how.setStrategy(Strategy.FLEX_START));
    job.getJobSpecBuilder()
        .getWorkerPoolSpecsBuilder(0)
        .setMachineSpec(
            MachineSpec.newBuilder()
                .setMachineType("g2-standard-4")
                .setAcceleratorType(AcceleratorType.NVIDIA_L4)
                .setAcceleratorCount(1));
    return job;
  }

  @Test
  void aQuotaMayBeFoundExceededLater() throws Exception {
    cloud.incidents().anyJob().exceedQuota("custom_model_training_nvidia_l4_gpus");

    CustomJob ended = ended(Jobs.job("tumours", "mine/one"));

    assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_FAILED);
    assertThat(ended.getError().getMessage())
        .contains("aiplatform.googleapis.com/custom_model_training_nvidia_l4_gpus");
  }

  @Test
  void whatBreaksInTheServiceIsTriedAgain() throws Exception {
    cloud.incidents().job("tumours").failInternally(Duration.ofSeconds(1));
    cloud.incidents().job("once").failInternally(Duration.ofSeconds(1));

    CustomJob again = ended(Jobs.job("tumours", "mine/one"));
    CustomJob once =
        ended(
            scheduled(
                Jobs.job("once", "mine/one"), Scheduling.newBuilder().setDisableRetries(true)));

    assertThat(again.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(once.getError().getCode()).isEqualTo(13);
  }
}
