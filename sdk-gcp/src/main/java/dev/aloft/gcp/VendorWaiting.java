package dev.aloft.gcp;

import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.OperationCallSettings;
import com.google.cloud.aiplatform.v1.EndpointServiceSettings;
import com.google.cloud.aiplatform.v1.JobServiceSettings;
import com.google.cloud.aiplatform.v1.ModelServiceSettings;
import java.time.Duration;
import java.util.List;

/**
 * How long the vendor's own clients wait for operations. Aloft never lets them, but who unwraps one
 * does: by default it gives up after five minutes, with an exception that says "cancelled", while
 * the operation goes on. Pure.
 */
final class VendorWaiting {
  /** More than anything that the service does takes. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration SLOWEST = Duration.ofSeconds(45);
  private static final double GROWTH = 1.5;

  private VendorWaiting() {}

  static void patient(EndpointServiceSettings.Builder settings) {
    patient(
        List.of(
            settings.createEndpointOperationSettings(),
            settings.updateEndpointLongRunningOperationSettings(),
            settings.deleteEndpointOperationSettings(),
            settings.deployModelOperationSettings(),
            settings.undeployModelOperationSettings(),
            settings.mutateDeployedModelOperationSettings()));
  }

  static void patient(ModelServiceSettings.Builder settings) {
    patient(
        List.of(
            settings.uploadModelOperationSettings(),
            settings.updateExplanationDatasetOperationSettings(),
            settings.deleteModelOperationSettings(),
            settings.deleteModelVersionOperationSettings(),
            settings.exportModelOperationSettings(),
            settings.copyModelOperationSettings()));
  }

  static void patient(JobServiceSettings.Builder settings) {
    patient(
        List.of(
            settings.deleteCustomJobOperationSettings(),
            settings.deleteDataLabelingJobOperationSettings(),
            settings.deleteHyperparameterTuningJobOperationSettings(),
            settings.deleteNasJobOperationSettings(),
            settings.deleteBatchPredictionJobOperationSettings(),
            settings.updateModelDeploymentMonitoringJobOperationSettings(),
            settings.deleteModelDeploymentMonitoringJobOperationSettings()));
  }

  private static void patient(List<OperationCallSettings.Builder<?, ?, ?>> operations) {
    RetrySettings pace =
        RetrySettings.newBuilder()
            .setInitialRetryDelayDuration(FIRST)
            .setRetryDelayMultiplier(GROWTH)
            .setMaxRetryDelayDuration(SLOWEST)
            .setTotalTimeoutDuration(LONGEST)
            .build();
    operations.forEach(
        operation -> operation.setPollingAlgorithm(OperationTimedPollAlgorithm.create(pace)));
  }
}
