package dev.aloft.fake.gcp;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Locale;
import java.util.Map;

/** What a policy has to allow for a method, such as {@code aiplatform.customJobs.create}. */
final class Permissions {
  private static final String SERVICE = "aiplatform.";
  private static final Map<String, String> SPECIAL =
      Map.of(
          "DeployModel", "endpoints.deploy",
          "UndeployModel", "endpoints.undeploy",
          "MutateDeployedModel", "endpoints.deploy",
          "UploadModel", "models.upload",
          "MergeVersionAliases", "models.update",
          "UpdateEndpointLongRunning", "endpoints.update",
          "ListModelVersions", "models.list",
          "ListModelVersionCheckpoints", "models.get",
          "DeleteModelVersion", "models.delete",
          "ListOperations", "operations.list");

  private Permissions() {}

  static String of(RpcMethod method, Message request) {
    String name = method.name();
    String special = SPECIAL.get(name);
    if (special != null) {
      return SERVICE + special;
    }
    if (method.service().equals("PredictionService")) {
      return SERVICE + (name.equals("Explain") ? "endpoints.explain" : "endpoints.predict");
    }
    if (method.service().equals("Operations")) {
      return SERVICE + holder(request) + (name.startsWith("Get") ? ".get" : ".update");
    }
    int end = 1;
    while (end < name.length() && Character.isLowerCase(name.charAt(end))) {
      end++;
    }
    String verb = name.substring(0, end).toLowerCase(Locale.ROOT);
    String noun = name.substring(end, end + 1).toLowerCase(Locale.ROOT) + name.substring(end + 1);
    return SERVICE + (noun.endsWith("s") ? noun : noun + "s") + "." + verb;
  }

  /** The collection of the resource that an operation is under. */
  private static String holder(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("name");
    String[] parts = String.valueOf(request.getField(field)).split("/", -1);
    return parts.length > 5 ? parts[4] : "operations";
  }
}
