package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * The quotas of SageMaker that the fake holds to, by the names that Service Quotas has for them.
 */
final class QuotaNames {
  private static final List<String> AGGREGATES =
      List.of(
          "Number of instances across all training jobs",
          "Number of instances across all spot training jobs",
          "Number of instances across all processing jobs");

  private QuotaNames() {}

  /** All of them, and those that were set beside them, in the order of their names. */
  static List<String> all(Set<String> set) {
    ServiceModel model = ServiceModel.of("sagemaker");
    Set<String> names = new TreeSet<>(set);
    names.addAll(AGGREGATES);
    for (String type : model.shape("TrainingInstanceType").allowed()) {
      names.add(type + " for training job usage");
      names.add(type + " for spot training job usage");
      names.add(type + " for training warm pool usage");
    }
    for (String type : model.shape("ProductionVariantInstanceType").allowed()) {
      names.add(type + " for endpoint usage");
    }
    for (String type : model.shape("TransformInstanceType").allowed()) {
      names.add(type + " for transform job usage");
    }
    for (String type : model.shape("ProcessingInstanceType").allowed()) {
      names.add(type + " for processing job usage");
    }
    return new ArrayList<>(names);
  }

  /** A quota's code: no program should know it beforehand, since AWS's own sources disagree. */
  static String code(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "L-%08X", sum.getValue());
  }
}
