package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import dev.aloft.fake.gcp.containers.PrebuiltImage;
import java.util.List;
import java.util.regex.Pattern;

/** What a model must be like to be registered. Stateless. */
final class ModelRules {
  private static final Pattern ID = Pattern.compile("[a-z_][a-z0-9_-]{0,62}");
  private static final Pattern ALIAS = Pattern.compile("[a-z][a-zA-Z0-9-]{0,126}[a-z0-9]");
  private static final long LONGEST_DEPLOYMENT_SECONDS = 7200;

  private ModelRules() {}

  static void check(Cloud cloud, UploadModelRequest request) {
    FieldErrors errors = new FieldErrors();
    Model model = request.getModel();
    errors.unless(
        request.getModelId().isEmpty() || ID.matcher(request.getModelId()).matches(),
        "model_id",
        "The ID has to be at most 63 lowercase letters, digits, underscores and dashes, and starts"
            + " with no digit and no dash.");
    model.getVersionAliasesList().forEach(alias -> alias(errors, "model.version_aliases", alias));
    errors.unless(model.hasContainerSpec(), "model.container_spec", "Required field is not set.");
    container(errors, model.getContainerSpec());
    String artifacts = model.getArtifactUri();
    errors.unless(
        artifacts.isEmpty() || GcsAddress.isOne(artifacts),
        "model.artifact_uri",
        "'" + artifacts + "' is no Cloud Storage address.");
    errors.refuse();
    EncryptionKeys.check(cloud, model.getEncryptionSpec(), "model");
    if (!artifacts.isEmpty()) {
      GcsAddress.of(artifacts).requireNear(cloud);
    }
    PrebuiltImage.of(model.getContainerSpec().getImageUri())
        .ifPresent(image -> files(cloud, artifacts, image.files()));
  }

  private static void container(FieldErrors errors, ModelContainerSpec container) {
    String path = "model.container_spec";
    errors.unless(
        container.getInvokeRoutePrefix().isEmpty() || container.getPredictRoute().isEmpty(),
        path + ".invoke_route_prefix",
        "It cannot be given together with predict_route.");
    errors.unless(
        container.getDeploymentTimeout().getSeconds() <= LONGEST_DEPLOYMENT_SECONDS,
        path + ".deployment_timeout",
        "The deployment timeout is 2 hours at most.");
    route(errors, path + ".predict_route", container.getPredictRoute());
    route(errors, path + ".health_route", container.getHealthRoute());
  }

  private static void route(FieldErrors errors, String path, String route) {
    errors.unless(
        route.isEmpty() || route.startsWith("/"), path, "The route has to begin with a slash.");
  }

  static void alias(FieldErrors errors, String path, String alias) {
    errors.unless(
        ALIAS.matcher(alias).matches(),
        path,
        "The alias '" + alias + "' does not match " + ALIAS.pattern() + ".");
  }

  private static void files(Cloud cloud, String artifacts, List<String> wanted) {
    long found = 0;
    if (!artifacts.isEmpty()) {
      GcsAddress directory = GcsAddress.of(artifacts);
      String prefix = directory.object().isEmpty() ? "" : directory.object() + "/";
      List<String> names = cloud.buckets().names(directory.bucket(), prefix);
      found = wanted.stream().filter(file -> names.contains(prefix + file)).count();
    }
    if (found != 1) {
      throw GcpFailure.invalid(
          "Model directory "
              + artifacts
              + " is expected to contain exactly one of: "
              + wanted
              + ".");
    }
  }
}
