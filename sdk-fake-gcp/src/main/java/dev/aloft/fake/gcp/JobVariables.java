package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The variables that the service gives a job's containers. Immutable. */
final class JobVariables {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");
  private static final int PORT = 2222;

  private final Cloud cloud;
  private final CustomJob job;

  JobVariables(Cloud cloud, CustomJob job) {
    this.cloud = cloud;
    this.job = job;
  }

  /** Those of a replica; a map of its own. */
  Map<String, String> of(int pool, long replica) {
    String[] name = job.getName().split("/", -1);
    Map<String, String> variables = new HashMap<>();
    variables.put("CLOUD_ML_JOB_ID", name[name.length - 1]);
    variables.put("CLOUD_ML_PROJECT_ID", name[1]);
    variables.put("CLOUD_ML_REGION", cloud.location());
    variables.put("GOOGLE_CLOUD_PROJECT", cloud.projects().id(name[1]));
    variables.put("STORAGE_EMULATOR_HOST", cloud.address());
    CustomJobSpec spec = job.getJobSpec();
    if (spec.hasBaseOutputDirectory()) {
      GcsAddress base = GcsAddress.of(spec.getBaseOutputDirectory().getOutputUriPrefix());
      variables.put("AIP_MODEL_DIR", base.below("model/"));
      variables.put("AIP_CHECKPOINT_DIR", base.below("checkpoints/"));
      variables.put("AIP_TENSORBOARD_LOG_DIR", base.below("logs/"));
    }
    if (!spec.getTensorboard().isEmpty()) {
      variables.put("AIP_TENSORBOARD_RESOURCE_NAME", spec.getTensorboard());
    }
    ObjectNode cluster = cluster(pool, replica);
    variables.put("CLUSTER_SPEC", cluster.toString());
    if (spec.getWorkerPoolSpecsCount() > 1) {
      variables.put("TF_CONFIG", tensorflow(cluster).toString());
    }
    return variables;
  }

  private ObjectNode cluster(int pool, long replica) {
    ObjectNode whole = JSON.createObjectNode();
    ObjectNode pools = whole.putObject("cluster");
    CustomJobSpec spec = job.getJobSpec();
    for (int i = 0; i < spec.getWorkerPoolSpecsCount(); i++) {
      ArrayNode hosts = pools.putArray("workerpool" + i);
      for (long host = 0; host < spec.getWorkerPoolSpecs(i).getReplicaCount(); host++) {
        hosts.add("127.0.0.1:" + PORT);
      }
    }
    whole.put("environment", "cloud");
    whole.putObject("task").put("type", "workerpool" + pool).put("index", replica);
    return whole;
  }

  private static ObjectNode tensorflow(ObjectNode cluster) {
    String text =
        cluster
            .toString()
            .replace("workerpool0", "chief")
            .replace("workerpool1", "worker")
            .replace("workerpool2", "ps")
            .replace("workerpool3", "evaluator");
    return (ObjectNode) JSON.readTree(text);
  }

  /** Texts in which {@code $(NAME)} stands for a variable; an unknown one stays as it is. */
  static List<String> expanded(List<String> texts, Map<String, String> variables) {
    List<String> done = new ArrayList<>();
    for (String text : texts) {
      Matcher matcher = REFERENCE.matcher(text);
      done.add(
          matcher.replaceAll(
              found -> {
                String name = found.group(1);
                String value = name == null ? "$" : variables.getOrDefault(name, found.group());
                return Matcher.quoteReplacement(value);
              }));
    }
    return done;
  }
}
