package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.PipelineState;
import com.google.cloud.aiplatform.v1.TrainingPipeline;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainingPipelineTest {
  private static final String TASK =
      "gs://google-cloud-aiplatform/schema/trainingjob/definition/custom_task_1.0.0.yaml";

  private final FakeClock clock = FakeClock.driven();
  private GcpCloud cloud;
  private Vertex vertex;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().clock(clock).start();
    vertex = new Vertex(cloud);
    cloud.createBucket("staging");
    cloud.images().training("mine/one"::equals, InstantWork.training(Map.of("model/m", "1")));
    cloud.images().training("mine/broken"::equals, InstantWork.training(3, Map.of()));
    cloud.images().training("mine/endless"::equals, InstantWork.endlessTraining());
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private TrainingPipeline create(String image, String model) throws Exception {
    String inputs =
        """
        {"worker_pool_specs": [{"replica_count": 1, "machine_spec": {"machine_type": "n1-standard-4"},
          "container_spec": {"image_uri": "%s"}}],
         "scheduling": {"timeout": "3600s", "strategy": 4},
         "base_output_directory": {"output_uri_prefix": "gs://staging/run"}}
        """
            .formatted(image);
    Value.Builder value = Value.newBuilder();
    JsonFormat.parser().merge(inputs, value);
    return vertex.pipelines.createTrainingPipeline(
        vertex.parent(),
        TrainingPipeline.newBuilder()
            .setDisplayName("tumours")
            .setTrainingTaskDefinition(TASK)
            .setTrainingTaskInputs(value)
            .setModelId(model)
            .setModelToUpload(
                Model.newBuilder()
                    .setDisplayName("Tumours")
                    .setContainerSpec(ModelContainerSpec.newBuilder().setImageUri("mine/serve")))
            .build());
  }

  private TrainingPipeline ended(TrainingPipeline pipeline) throws Exception {
    vertex.ended(job(pipeline));
    clock.advance(Duration.ofMinutes(5));
    return vertex.pipelines.getTrainingPipeline(pipeline.getName());
  }

  private static String job(TrainingPipeline pipeline) {
    return pipeline
        .getTrainingTaskMetadata()
        .getStructValue()
        .getFieldsOrThrow("backingCustomJob")
        .getStringValue();
  }

  @Test
  void itsModelIsRegisteredWhenItsJobHasSucceeded() throws Exception {
    TrainingPipeline made = create("mine/one", "churn");
    assertThat(made.getState()).isEqualTo(PipelineState.PIPELINE_STATE_PENDING);
    assertThat(made.getName()).contains("/trainingPipelines/");

    TrainingPipeline ended = ended(made);

    assertThat(ended.getState()).isEqualTo(PipelineState.PIPELINE_STATE_SUCCEEDED);
    Model model = vertex.models.getModel(ended.getModelToUpload().getName());
    assertThat(model.getName()).endsWith("/models/churn");
    assertThat(ended.getModelToUpload().getVersionId()).isEqualTo("1");
    assertThat(model.getArtifactUri()).isEqualTo("gs://staging/run/model");
    assertThat(model.getTrainingPipeline()).isEqualTo(made.getName());
    assertThatThrownBy(() -> create("mine/one", "churn"))
        .isInstanceOf(AlreadyExistsException.class);
    vertex.done(vertex.pipelines.deleteTrainingPipelineAsync(made.getName()));
    assertThat(vertex.models.getModel(model.getName()).getVersionId()).isEqualTo("1");
  }

  @Test
  void itFailsAsItsJobDoes() throws Exception {
    TrainingPipeline ended = ended(create("mine/broken", "churn"));

    assertThat(ended.getState()).isEqualTo(PipelineState.PIPELINE_STATE_FAILED);
    assertThat(ended.getError().getMessage()).contains("non-zero status of 3");
    assertThat(vertex.models.listModels(vertex.parent()).iterateAll()).isEmpty();
  }

  @Test
  void itIsCancelledWithItsJob() throws Exception {
    TrainingPipeline made = create("mine/endless", "churn");
    clock.advance(Duration.ofMinutes(2));
    cloud.settle();

    vertex.pipelines.cancelTrainingPipeline(made.getName());

    assertThat(ended(made).getState()).isEqualTo(PipelineState.PIPELINE_STATE_CANCELLED);
    assertThat(vertex.jobs.getCustomJob(job(made)).getState())
        .isEqualTo(JobState.JOB_STATE_CANCELLED);
  }

  @Test
  void itsInputsAreChecked() {
    assertThatThrownBy(() -> create("", "churn"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("training_task_inputs");
  }
}
