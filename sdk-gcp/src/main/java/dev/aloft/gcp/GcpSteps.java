package dev.aloft.gcp;

import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines that help after an answer, ready to be pasted. Pure. */
final class GcpSteps {
  private static final Pattern PERMISSION =
      Pattern.compile("['\" ]([a-z]+\\.[a-zA-Z]+\\.[a-zA-Z]+)");
  private static final Pattern SERVICE =
      Pattern.compile("\\b([a-z]+\\.googleapis\\.com)\\b(?!/[a-z_]+_)");
  private static final String ME = "gcloud auth list --filter=status:ACTIVE";

  private GcpSteps() {}

  static List<NextStep> of(GcpAnswer answer, ErrorCode code, GcpConfig config) {
    String project = config.project() == null ? "PROJECT" : config.project();
    String location = config.location() == null ? "LOCATION" : config.location();
    if (answer.text().contains("bucket does not exist")) {
      return List.of(
          NextStep.shell(
              "make the bucket",
              "gcloud storage buckets create gs://"
                  + bucket(answer.resource())
                  + " --uniform-bucket-level-access --public-access-prevention --location="
                  + location
                  + " --project="
                  + project));
    }
    return switch (code) {
      case UNAUTHENTICATED, CREDENTIALS_EXPIRED ->
          List.of(
              NextStep.shell("sign in", "gcloud auth application-default login"),
              NextStep.shell("see who Google takes you for", ME));
      case PERMISSION_DENIED -> permission(answer, config, project);
      case QUOTA_EXCEEDED -> quota(answer, project, location);
      case NOT_FOUND -> look(answer, project, location);
      case MODEL_FAILED -> List.of(endpointLog(answer.resource(), config));
      case NO_CAPACITY ->
          List.of(
              NextStep.java(
                  "wait for machines at the price of idle ones", ".spot(Duration.ofHours(6))"));
      default -> List.of();
    };
  }

  private static String bucket(String resource) {
    return GcsUri.fault(resource).isEmpty() ? GcsUri.of(resource).bucket() : resource;
  }

  private static List<NextStep> permission(GcpAnswer answer, GcpConfig config, String project) {
    List<NextStep> steps = new ArrayList<>();
    String said = (answer.reason() + " " + answer.text()).toLowerCase(Locale.ROOT);
    if (said.contains("disabled") || said.contains("accessnotconfigured")) {
      Matcher service = SERVICE.matcher(answer.text());
      steps.add(
          NextStep.shell(
              "switch the service on",
              "gcloud services enable "
                  + (service.find() ? service.group(1) : "aiplatform.googleapis.com")
                  + " --project="
                  + project));
    }
    if (said.contains("actas") && config.serviceAccount() != null) {
      steps.add(
          NextStep.shell(
              "let yourself use the service account",
              "gcloud iam service-accounts add-iam-policy-binding "
                  + config.serviceAccount()
                  + " --member=user:YOU --role=roles/iam.serviceAccountUser --project="
                  + project));
    }
    Matcher permission = PERMISSION.matcher(answer.text());
    if (permission.find()) {
      steps.add(
          NextStep.shell(
              "find the roles that allow it",
              "gcloud iam list-grantable-roles //cloudresourcemanager.googleapis.com/projects/"
                  + project
                  + " --filter=includedPermissions:"
                  + permission.group(1)));
    }
    steps.add(NextStep.shell("see who Google takes you for", ME));
    return steps;
  }

  private static List<NextStep> quota(GcpAnswer answer, String project, String location) {
    Matcher metric =
        Pattern.compile("aiplatform\\.googleapis\\.com/[a-z0-9_]+").matcher(answer.text());
    String which = metric.find() ? " --filter=metric=" + metric.group() : "";
    return List.of(
        NextStep.shell(
            "see the quota of " + location,
            "gcloud beta quotas info list --service=aiplatform.googleapis.com --project="
                + project
                + which));
  }

  private static List<NextStep> look(GcpAnswer answer, String project, String location) {
    String kind = kind(answer.operation());
    return kind.isEmpty()
        ? List.of()
        : List.of(
            NextStep.shell(
                "see which there are",
                "gcloud ai " + kind + " list --region=" + location + " --project=" + project));
  }

  private static String kind(String operation) {
    if (operation.endsWith("CustomJob")) {
      return "custom-jobs";
    }
    if (operation.contains("Endpoint") || operation.contains("Predict")) {
      return "endpoints";
    }
    return operation.contains("Model") ? "models" : "";
  }

  static NextStep endpointLog(String endpoint, GcpConfig config) {
    return NextStep.shell(
        "read what the container printed",
        "gcloud logging read 'resource.type=\"aiplatform.googleapis.com/Endpoint\" AND"
            + " resource.labels.endpoint_id=\""
            + endpoint
            + "\"' --project="
            + (config.project() == null ? "PROJECT" : config.project()));
  }
}
