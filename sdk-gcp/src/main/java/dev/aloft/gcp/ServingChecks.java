package dev.aloft.gcp;

import dev.aloft.error.Problems;
import dev.aloft.model.ModelFormat;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.ServingRuntime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What cannot be right in a wish for an endpoint, found before anything is sent. Pure. */
final class ServingChecks {
  private static final int MOST_LABELS = 58;
  private static final int MOST_VARIABLES = 100;
  private static final Duration LONGEST_ANSWER = Duration.ofHours(1);
  private static final Duration LONGEST_DEPLOY = Duration.ofHours(2);

  private final WorkSettings settings;
  private final ServingImages images;

  ServingChecks(GcpConfig config, ServingImages images) {
    this.settings = new WorkSettings(config);
    this.images = images;
  }

  void check(EndpointSpec spec, Problems problems) {
    problems.require(
        spec.labels().size() <= MOST_LABELS, "labels", spec.labels().size(), "at most 58");
    for (String label : spec.labels().keySet()) {
      problems.require(
          !label.startsWith("aloft-"), "label " + label, label, "a name without aloft- before it");
    }
    spec.revisions().forEach(revision -> check(revision, problems));
  }

  private void check(EndpointRevision revision, Problems problems) {
    problems.require(
        GcsUri.fault(revision.modelUri()).isEmpty(),
        "model.location (artifact_uri)",
        revision.modelUri(),
        "a place in Cloud Storage, of the region of the endpoint");
    runtime(revision, problems);
    Machines.check(revision.machine(), Machines.SERVING, problems);
    problems.require(
        revision.scaling().min() >= 1,
        "scaling.min (min_replica_count)",
        revision.scaling().min(),
        "1 or more: an endpoint of Vertex AI never rests");
    problems.require(
        revision.secrets().isEmpty(),
        "secrets (env)",
        revision.secrets().keySet(),
        "none: Vertex AI shows variables to everybody who may see the model; let the container"
            + " read them from Secret Manager by its service account");
    problems.require(
        revision.environment().size() <= MOST_VARIABLES,
        "environment (env)",
        revision.environment().size() + " variables",
        "at most 100");
    revision
        .options()
        .get(Vertex.DEPLOYMENT_TIMEOUT)
        .ifPresent(
            time ->
                problems.require(
                    !time.isNegative() && time.compareTo(LONGEST_DEPLOY) <= 0,
                    "deployment-timeout (deployment_timeout)",
                    time,
                    "at most 2 hours"));
    key(revision, problems);
    ScalingMeasures.check(revision, problems);
    revision
        .options()
        .get(Vertex.INFERENCE_TIMEOUT)
        .ifPresent(
            time ->
                problems.require(
                    time.toSeconds() >= 1
                        && time.compareTo(LONGEST_ANSWER) <= 0
                        && revision.options().get(Vertex.DEDICATED_ENDPOINT).orElse(true),
                    "inference-timeout (inference_timeout)",
                    time,
                    "1 second to 1 hour, on an endpoint with a host of its own"));
    settings
        .serviceAccount(revision.options())
        .ifPresent(
            account ->
                problems.require(
                    GcpConfig.isServiceAccount(account),
                    "service-account (service_account)",
                    account,
                    "the e-mail address of a service account"));
  }

  /** A key elsewhere is refused by the service, after the models were uploaded. */
  private void key(EndpointRevision revision, Problems problems) {
    settings
        .kmsKey(revision.options())
        .ifPresent(
            key ->
                problems.require(
                    settings.config().isKeyHere(key),
                    "kms-key (kms_key_name)",
                    key,
                    GcpConfig.KEY_FIX));
  }

  private void runtime(EndpointRevision revision, Problems problems) {
    @Nullable ServingRuntime own = revision.runtime();
    if (own == null && revision.manifest().format().equals(ModelFormat.XGBOOST)) {
      problems.require(
          ModelArtifact.file(revision.manifest()).isPresent(),
          "model.files",
          revision.manifest().files().keySet(),
          "exactly one file of XGBoost, such as model.bst");
    }
    problems.require(
        images.image(revision).isPresent(),
        "runtime (image_uri)",
        own == null ? revision.offer() : own.kind(),
        "ServingRuntime.container with an image of your own");
    if (own != null && own.kind().equals("container")) {
      problems.require(
          own.predictRoute().startsWith("/") && own.healthRoute().startsWith("/"),
          "runtime.routes (predict_route, health_route)",
          own.predictRoute() + ", " + own.healthRoute(),
          "paths with a slash first");
      problems.require(
          own.port() > 0 && own.port() < 65_536,
          "runtime.port (container_port)",
          own.port(),
          "1 to 65535");
    }
  }
}
