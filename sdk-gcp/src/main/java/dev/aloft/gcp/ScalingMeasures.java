package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.AutoscalingMetricSpec;
import dev.aloft.ProviderOption;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Scaling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an endpoint's number of machines goes by. Pure. */
final class ScalingMeasures {
  private static final String ONLINE = "aiplatform.googleapis.com/prediction/online/";
  private static final String CALLS = ONLINE + "request_count";
  private static final String CPUS = ONLINE + "cpu/utilization";
  private static final String GPUS = ONLINE + "accelerator/duty_cycle";
  private static final Pattern MEASURE =
      Pattern.compile("\\s*([^=,\\s]+/[^=,\\s]+)=([0-9]{1,9})\\s*");
  private static final int WHOLE = 100;

  private ScalingMeasures() {}

  /** Those of a revision, in a steady order; none where its number of machines is fixed. */
  static List<AutoscalingMetricSpec> of(EndpointRevision revision) {
    Scaling scaling = revision.scaling();
    Map<String, Integer> all = new LinkedHashMap<>();
    if (scaling.isAutomatic()) {
      if (scaling.targetPerMinute() > 0) {
        all.put(CALLS, (int) Math.max(1, Math.round(scaling.targetPerMinute())));
      }
      revision.options().get(Vertex.CPU_TARGET).ifPresent(target -> all.put(CPUS, target));
      revision.options().get(Vertex.GPU_TARGET).ifPresent(target -> all.put(GPUS, target));
      all.putAll(others(revision));
    }
    List<AutoscalingMetricSpec> specs = new ArrayList<>();
    all.forEach(
        (name, target) ->
            specs.add(
                AutoscalingMetricSpec.newBuilder().setMetricName(name).setTarget(target).build()));
    return specs;
  }

  private static Map<String, Integer> others(EndpointRevision revision) {
    Map<String, Integer> others = new LinkedHashMap<>();
    for (String one : given(revision)) {
      Matcher measure = MEASURE.matcher(one);
      if (measure.matches()) {
        others.put(measure.group(1), Integer.valueOf(measure.group(2)));
      }
    }
    return others;
  }

  private static String[] given(EndpointRevision revision) {
    return revision
        .options()
        .get(Vertex.SCALING_METRICS)
        .map(text -> text.split(",", -1))
        .orElse(new String[0]);
  }

  static void check(EndpointRevision revision, Problems problems) {
    boolean automatic = revision.scaling().isAutomatic();
    for (ProviderOption<?> option :
        List.of(Vertex.CPU_TARGET, Vertex.GPU_TARGET, Vertex.SCALING_METRICS)) {
      revision
          .options()
          .get(option)
          .ifPresent(
              value ->
                  problems.require(
                      automatic,
                      "options." + option,
                      value,
                      "Scaling.between beside it, as a fixed number of machines goes by nothing"));
    }
    revision
        .options()
        .get(Vertex.CPU_TARGET)
        .ifPresent(target -> percent("options." + Vertex.CPU_TARGET, target, problems));
    revision
        .options()
        .get(Vertex.GPU_TARGET)
        .ifPresent(
            target -> {
              percent("options." + Vertex.GPU_TARGET, target, problems);
              boolean accelerated =
                  Machines.hasFaults(revision.machine(), Machines.SERVING)
                      || Machines.processor(
                              Machines.choose(revision.machine(), Machines.SERVING).type())
                          .equals(Machines.GPU);
              problems.require(
                  accelerated,
                  "options." + Vertex.GPU_TARGET,
                  target,
                  "a machine with GPUs beside it");
            });
    for (String one : given(revision)) {
      problems.require(
          MEASURE.matcher(one).matches(),
          "options." + Vertex.SCALING_METRICS,
          one,
          "METRIC=TARGET with the service's name of a metric and a whole number"
              + " (autoscaling_metric_specs)");
    }
    if (automatic && revision.scaling().targetPerMinute() > 0) {
      problems.require(
          !others(revision).containsKey(CALLS),
          "options." + Vertex.SCALING_METRICS,
          CALLS,
          "the target of Scaling.between alone, which is the same measure");
    }
  }

  private static void percent(String field, int target, Problems problems) {
    problems.require(target >= 1 && target <= WHOLE, field, target, "1 to 100 percent");
  }
}
