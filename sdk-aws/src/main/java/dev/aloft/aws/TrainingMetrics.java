package dev.aloft.aws;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.training.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AlgorithmSpecification;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.MetricData;

/** Numbers that SageMaker has found in a log, and those that its own algorithm prints. Pure. */
final class TrainingMetrics {
  private static final Pattern ROUND = Pattern.compile("\\[([0-9]{1,18})]#011(\\S+)");
  private static final String GAP = "#011";
  private static final String ALGORITHM = "/sagemaker-xgboost:";
  private static final Pattern PRESET = Pattern.compile("(train|validation):(.+)");

  private TrainingMetrics() {}

  /** The last values of the metrics that a job defines, or its algorithm. */
  static List<Metric> last(DescribeTrainingJobResponse job) {
    List<Metric> metrics = new ArrayList<>();
    for (MetricData metric : job.finalMetricDataList()) {
      metrics.add(new Metric(name(job, metric.metricName()), metric.value().doubleValue(), -1));
    }
    return metrics;
  }

  /** The algorithm prints {@code train-auc} for what it defines as {@code train:auc}. */
  private static String name(DescribeTrainingJobResponse job, String defined) {
    Matcher preset = PRESET.matcher(defined);
    AlgorithmSpecification ran = job.algorithmSpecification();
    boolean algorithm =
        ran != null
            && !ran.hasContainerEntrypoint()
            && String.valueOf(ran.trainingImage()).contains(ALGORITHM);
    return algorithm && preset.matches() ? preset.group(1) + "-" + preset.group(2) : defined;
  }

  /** The lines, each of the built-in algorithm followed by what it says, as marked lines. */
  static List<LogLine> withMarks(List<LogLine> lines) {
    List<LogLine> all = new ArrayList<>();
    for (LogLine line : lines) {
      all.add(line);
      all.addAll(marked(line));
    }
    return all;
  }

  private static List<LogLine> marked(LogLine line) {
    Matcher round = ROUND.matcher(line.text());
    List<LogLine> marked = new ArrayList<>();
    if (round.find()) {
      for (String part : round.group(2).split(GAP, -1)) {
        int colon = part.lastIndexOf(':');
        Double value = colon < 1 ? null : number(part.substring(colon + 1));
        if (value != null) {
          Metric metric =
              new Metric(part.substring(0, colon), value, Long.parseLong(round.group(1)));
          String text = MetricLine.MARK + MetricLine.write(metric);
          marked.add(new LogLine(line.at(), line.source(), text));
        }
      }
    }
    return marked;
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
