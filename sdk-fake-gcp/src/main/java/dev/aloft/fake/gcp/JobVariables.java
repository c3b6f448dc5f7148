package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The variables that the service gives a job's containers. Immutable. */
final class JobVariables {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");
  private static final List<String> ROLES = List.of("chief", "worker", "ps", "evaluator");

  private final Cloud cloud;
  private final CustomJob job;
  private final List<List<String>> addresses;

  /** With an address for each replica, where nothing listens yet. */
  JobVariables(Cloud cloud, CustomJob job) throws IOException {
    this.cloud = cloud;
    this.job = job;
    this.addresses = addresses(job.getJobSpec());
  }

  /** All are held until each has its own. */
  private static List<List<String>> addresses(CustomJobSpec spec) throws IOException {
    Deque<ServerSocket> held = new ArrayDeque<>();
    try {
      List<List<String>> pools = new ArrayList<>();
      for (WorkerPoolSpec pool : spec.getWorkerPoolSpecsList()) {
        List<String> hosts = new ArrayList<>();
        for (long replica = 0; replica < pool.getReplicaCount(); replica++) {
          held.push(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
          hosts.add("127.0.0.1:" + held.element().getLocalPort());
        }
        pools.add(hosts);
      }
      return pools;
    } finally {
      for (ServerSocket one : held) {
        one.close();
      }
    }
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
    variables.put("CLUSTER_SPEC", cluster(pool, replica, i -> "workerpool" + i));
    if (spec.getWorkerPoolSpecsCount() > 1) {
      variables.put("TF_CONFIG", cluster(pool, replica, ROLES::get));
    }
    return variables;
  }

  /** Where all replicas are; a pool that is left out is not told. */
  private String cluster(int pool, long replica, IntFunction<String> names) {
    ObjectNode whole = JSON.createObjectNode();
    ObjectNode pools = whole.putObject("cluster");
    for (int i = 0; i < addresses.size(); i++) {
      if (!addresses.get(i).isEmpty()) {
        addresses.get(i).forEach(pools.putArray(names.apply(i))::add);
      }
    }
    whole.put("environment", "cloud");
    whole.putObject("task").put("type", names.apply(pool)).put("index", replica);
    return whole.toString();
  }

  /** Texts in which {@code $(NAME)} stands for a variable; an unknown one stays as it is. */
  static List<String> expanded(List<String> texts, Map<String, String> variables) {
    return texts.stream().map(text -> expanded(text, variables)).toList();
  }

  /** The same of one text. */
  static String expanded(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1);
              String value = name == null ? "$" : variables.getOrDefault(name, found.group());
              return Matcher.quoteReplacement(value);
            });
  }
}
