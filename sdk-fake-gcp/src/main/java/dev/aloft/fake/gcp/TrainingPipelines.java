package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CancelTrainingPipelineRequest;
import com.google.cloud.aiplatform.v1.CreateTrainingPipelineRequest;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.DeleteOperationMetadata;
import com.google.cloud.aiplatform.v1.DeleteTrainingPipelineRequest;
import com.google.cloud.aiplatform.v1.GetTrainingPipelineRequest;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ListTrainingPipelinesRequest;
import com.google.cloud.aiplatform.v1.ListTrainingPipelinesResponse;
import com.google.cloud.aiplatform.v1.PipelineState;
import com.google.cloud.aiplatform.v1.TrainingPipeline;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Training pipelines: a custom job, and a model that is registered when it has succeeded. Guarded
 * by the clock's monitor.
 */
final class TrainingPipelines {
  private static final String COLLECTION = "trainingPipelines";
  private static final String TASK =
      "gs://google-cloud-aiplatform/schema/trainingjob/definition/custom_task_1.0.0.yaml";
  private static final String INPUTS = "training_pipeline.training_task_inputs";
  private static final Map<String, Function<TrainingPipeline, String>> FILTERED =
      Map.of(
          "display_name",
          TrainingPipeline::getDisplayName,
          "training_task_definition",
          TrainingPipeline::getTrainingTaskDefinition,
          "state",
          pipeline -> pipeline.getState().name(),
          "create_time",
          pipeline -> Timestamps.toString(pipeline.getCreateTime()));

  private final Cloud cloud;
  private final LongOperations operations;
  private final CustomJobs jobs;
  private final Models models;
  private final Ids ids = new Ids();
  private final Shelf<TrainingPipeline> pipelines;
  private final Map<String, String> backing = new HashMap<>();

  TrainingPipelines(Cloud cloud, LongOperations operations, CustomJobs jobs, Models models) {
    this.cloud = cloud;
    this.operations = operations;
    this.jobs = jobs;
    this.models = models;
    this.pipelines = new Shelf<>(cloud, "TrainingPipeline", TrainingPipeline::getLabelsMap);
    cloud.inventory(
        () ->
            pipelines.all().stream()
                .map(one -> new GcpCloud.Thing("training-pipeline", one.getName(), false))
                .toList());
  }

  void serve(RpcTable table) {
    table
        .on(CreateTrainingPipelineRequest.class, (request, call) -> create(request))
        .on(
            GetTrainingPipelineRequest.class,
            (request, call) -> pipelines.get(name(request.getName())))
        .on(ListTrainingPipelinesRequest.class, (request, call) -> list(request))
        .on(CancelTrainingPipelineRequest.class, (request, call) -> cancel(request.getName()))
        .on(DeleteTrainingPipelineRequest.class, (request, call) -> delete(request.getName()));
  }

  private String name(String asked) {
    return ResourceName.of(cloud, asked, COLLECTION).full();
  }

  private TrainingPipeline create(CreateTrainingPipelineRequest request) {
    String parent = ResourceName.parent(cloud, request.getParent());
    TrainingPipeline asked = request.getTrainingPipeline();
    if (!asked.getTrainingTaskDefinition().equals(TASK)) {
      throw GcpFailure.notServed("The training task " + asked.getTrainingTaskDefinition());
    }
    if (asked.hasInputDataConfig()) {
      throw GcpFailure.notServed("A training pipeline with a managed dataset");
    }
    EncryptionKeys.check(cloud, asked.getEncryptionSpec(), "training_pipeline");
    CustomJobSpec spec = spec(asked.getTrainingTaskInputs());
    RequestCheck.check(spec, INPUTS);
    JobRules.check(cloud, spec, INPUTS);
    if (asked.hasModelToUpload()) {
      checkModel(request.getParent(), asked, spec);
    }
    CustomJob job =
        jobs.create(
            request.getParent(),
            CustomJob.newBuilder()
                .setDisplayName(asked.getDisplayName() + "-custom-job")
                .putAllLabels(asked.getLabelsMap())
                .setJobSpec(spec)
                .build(),
            this::changed);
    String name = parent + "/" + COLLECTION + "/" + ids.next();
    backing.put(job.getName(), name);
    pipelines.add(
        name,
        OutputFields.cleared(asked).toBuilder()
            .setName(name)
            .setState(PipelineState.PIPELINE_STATE_PENDING)
            .setCreateTime(Times.of(cloud.clock().now()))
            .setUpdateTime(Times.of(cloud.clock().now()))
            .setTrainingTaskMetadata(metadata(job.getName()))
            .build());
    return pipelines.get(name);
  }

  private static CustomJobSpec spec(Value inputs) {
    CustomJobSpec.Builder spec = CustomJobSpec.newBuilder();
    try {
      JsonFormat.parser().merge(JsonFormat.printer().print(inputs), spec);
    } catch (InvalidProtocolBufferException e) {
      FieldErrors.refuse(INPUTS, "It is no CustomJobSpec: " + e.getMessage());
    }
    return spec.build();
  }

  private void checkModel(String parent, TrainingPipeline asked, CustomJobSpec spec) {
    FieldErrors errors = new FieldErrors();
    errors.unless(
        spec.hasBaseOutputDirectory(),
        INPUTS + ".base_output_directory",
        "It has to be given when a model is uploaded.");
    errors.unless(
        asked.getModelToUpload().hasContainerSpec(),
        "training_pipeline.model_to_upload.container_spec",
        "Required field is not set.");
    errors.refuse();
    models.checkTarget(parent, asked.getModelId(), asked.getParentModel());
  }

  private static Value metadata(String job) {
    Struct metadata =
        Struct.newBuilder()
            .putFields("backingCustomJob", Value.newBuilder().setStringValue(job).build())
            .build();
    return Value.newBuilder().setStructValue(metadata).build();
  }

  /** Follows its job. */
  private void changed(CustomJob job) {
    String name = backing.get(job.getName());
    if (name == null) {
      return;
    }
    PipelineState state = state(job.getState());
    change(
        name,
        builder -> {
          builder.setState(state);
          if (job.hasStartTime()) {
            builder.setStartTime(job.getStartTime());
          }
          return job.hasError() ? builder.setError(job.getError()) : builder;
        });
    if (job.getState() == JobState.JOB_STATE_SUCCEEDED
        || job.getState() == JobState.JOB_STATE_PARTIALLY_SUCCEEDED) {
      upload(name, job);
    } else if (job.hasEndTime()) {
      end(name, builder -> builder);
    }
  }

  private static PipelineState state(JobState state) {
    return switch (state) {
      case JOB_STATE_PENDING -> PipelineState.PIPELINE_STATE_PENDING;
      case JOB_STATE_QUEUED -> PipelineState.PIPELINE_STATE_QUEUED;
      case JOB_STATE_PAUSED -> PipelineState.PIPELINE_STATE_PAUSED;
      case JOB_STATE_CANCELLING -> PipelineState.PIPELINE_STATE_CANCELLING;
      case JOB_STATE_CANCELLED -> PipelineState.PIPELINE_STATE_CANCELLED;
      case JOB_STATE_FAILED, JOB_STATE_EXPIRED -> PipelineState.PIPELINE_STATE_FAILED;
      default -> PipelineState.PIPELINE_STATE_RUNNING;
    };
  }

  private void upload(String name, CustomJob job) {
    TrainingPipeline pipeline = pipelines.get(name);
    if (!pipeline.hasModelToUpload()) {
      end(name, builder -> builder.setState(PipelineState.PIPELINE_STATE_SUCCEEDED));
      return;
    }
    cloud
        .clock()
        .after(
            cloud.timetable().of(Stage.MODEL_UPLOADING),
            () -> end(name, builder -> uploaded(builder, job)));
  }

  private TrainingPipeline.Builder uploaded(TrainingPipeline.Builder pipeline, CustomJob job) {
    String base = job.getJobSpec().getBaseOutputDirectory().getOutputUriPrefix();
    UploadModelRequest.Builder request =
        UploadModelRequest.newBuilder()
            .setParent(
                pipeline.getName().substring(0, pipeline.getName().indexOf("/" + COLLECTION)))
            .setModelId(pipeline.getModelId())
            .setParentModel(pipeline.getParentModel())
            .setModel(OutputFields.cleared(pipeline.getModelToUpload()));
    request
        .getModelBuilder()
        .setArtifactUri(GcsAddress.of(base).below("model"))
        .setTrainingPipeline(pipeline.getName());
    try {
      ModelVersion version = models.prepare(request.build()).effect().get();
      pipeline.getModelToUploadBuilder().setName(version.owner().name()).setVersionId(version.id());
      return pipeline.setState(PipelineState.PIPELINE_STATE_SUCCEEDED);
    } catch (GcpFailure failure) {
      return pipeline.setState(PipelineState.PIPELINE_STATE_FAILED).setError(failure.status());
    }
  }

  private void end(String name, UnaryOperator<TrainingPipeline.Builder> change) {
    change(name, builder -> change.apply(builder).setEndTime(Times.of(cloud.clock().now())));
  }

  private void change(String name, UnaryOperator<TrainingPipeline.Builder> change) {
    TrainingPipeline pipeline = pipelines.find(name);
    if (pipeline != null) {
      TrainingPipeline.Builder changed = change.apply(pipeline.toBuilder());
      pipelines.set(name, changed.setUpdateTime(Times.of(cloud.clock().now())).build());
    }
  }

  private ListTrainingPipelinesResponse list(ListTrainingPipelinesRequest request) {
    String parent = ResourceName.parent(cloud, request.getParent());
    Listing.Page<TrainingPipeline> page =
        pipelines.page(
            parent,
            Filter.of(request.getFilter(), FILTERED, TrainingPipeline::getLabelsMap),
            new Listing(
                parent + '\n' + request.getFilter(),
                "",
                request.getPageSize(),
                request.getPageToken(),
                request.getReadMask()));
    return ListTrainingPipelinesResponse.newBuilder()
        .addAllTrainingPipelines(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  private static String job(TrainingPipeline pipeline) {
    return pipeline
        .getTrainingTaskMetadata()
        .getStructValue()
        .getFieldsOrThrow("backingCustomJob")
        .getStringValue();
  }

  private Empty cancel(String asked) {
    jobs.cancel(job(pipelines.get(name(asked))));
    return Empty.getDefaultInstance();
  }

  private Operation delete(String asked) {
    TrainingPipeline pipeline = pipelines.get(name(asked));
    if (!pipeline.hasEndTime()) {
      throw GcpFailure.precondition(
          "The TrainingPipeline \""
              + pipeline.getName()
              + "\" is in state "
              + pipeline.getState()
              + " and cannot be deleted. Cancel it first, and delete it when it has ended.");
    }
    return operations.after(
        Stage.DELETING,
        pipeline.getName(),
        generic -> DeleteOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          pipelines.remove(pipeline.getName());
          return Empty.getDefaultInstance();
        });
  }
}
