package dev.aloft.aws;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problems;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What SageMaker cannot take of a job, told before anything is sent, since its client checks
 * nothing. The portable field comes first, SageMaker's own name behind it. Pure.
 */
final class TrainingChecks {
  private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9.\\-_]{1,64}");
  private static final Pattern IMAGE = Pattern.compile("\\S{1,255}");
  private static final Pattern LINE = Pattern.compile(".*");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final int MOST_CHANNELS = 20;
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_VALUE = 2500;
  private static final int MOST_VARIABLES = 100;
  private static final int LONGEST_VARIABLE = 512;
  private static final int MOST_ARGUMENTS = 100;
  private static final int LONGEST_ARGUMENT = 256;
  private static final int MOST_TAGS = 50;
  private static final int LONGEST_TAG_KEY = 128;
  private static final int MOST_METRICS = 40;
  private static final int LONGEST_METRIC = 255;
  private static final int LONGEST_REGEX = 500;

  private final Jobs jobs;

  TrainingChecks(Jobs jobs) {
    this.jobs = jobs;
  }

  void check(TrainingJob job, Problems problems) {
    problems.require(
        jobs.role(job).isPresent(),
        "role",
        null,
        "the ARN of the role that the job runs as (RoleArn), in the setting \"role\" or in"
            + " SageMaker.ROLE_ARN");
    jobs.machines().check(job.machine().orElse(null), Machines.TRAINING, problems);
    workload(job, problems);
    inputs(job, problems);
    parameters(job.hyperparameters(), problems);
    variables(job, problems);
    tags(job, problems);
    metrics(job, problems);
    TrainingOptionChecks.check(job, jobs, problems);
  }

  private void workload(TrainingJob job, Problems problems) {
    if (job.workload() instanceof Container container) {
      image("container.image", container.image(), problems);
      texts("container.entrypoint (ContainerEntrypoint)", container.entrypoint(), problems);
      texts("container.arguments (ContainerArguments)", container.arguments(), problems);
      return;
    }
    if (job.workload() instanceof Script script && script.image().isPresent()) {
      image("script.image", script.image().get(), problems);
      return;
    }
    if (job.workload() instanceof Algorithm) {
      algorithm(job, problems);
    }
    resolve(job, problems);
  }

  private void resolve(TrainingJob job, Problems problems) {
    Problems ofMachine = new Problems();
    jobs.machines().check(job.machine().orElse(null), Machines.TRAINING, ofMachine);
    if (!ofMachine.isEmpty()) {
      return; // told already, and the image depends on it
    }
    try {
      image("image (TrainingImage)", jobs.image(job), problems);
    } catch (AloftException e) {
      problems.add("image (TrainingImage)", job.workload(), e.summary());
    }
  }

  private static void image(String field, String image, Problems problems) {
    problems.require(
        IMAGE.matcher(image).matches(), field, image, "1 to 255 characters without spaces");
  }

  private static void texts(String field, List<String> texts, Problems problems) {
    problems.require(
        texts.size() <= MOST_ARGUMENTS, field, texts.size() + " texts", "at most 100 texts");
    for (String text : texts) {
      problems.require(
          !text.isEmpty() && text.length() <= LONGEST_ARGUMENT && isLine(text),
          field,
          shown(text),
          "1 to 256 characters each, on one line");
    }
  }

  private static boolean isLine(String text) {
    return LINE.matcher(text).matches();
  }

  private static String shown(String text) {
    return text.length() + " characters" + (isLine(text) ? "" : ", with a line break");
  }

  private static void algorithm(TrainingJob job, Problems problems) {
    job.hyperparameters()
        .forEach(
            (name, value) ->
                problems.require(
                    XgboostNames.KNOWN.contains(XgboostNames.name(name)),
                    "hyperparameters." + name,
                    value,
                    "a name that SageMaker's XGBoost takes (HyperParameters); it refuses every"
                        + " other"));
    job.inputs()
        .forEach(
            (name, data) -> {
              if (!data.isLocal() && data.csvFormat().isPresent()) {
                asItMustBe("inputs." + name, data.csvFormat().get(), problems);
              }
            });
  }

  /** What lies in S3 is read as it is, by the algorithm's own rules. */
  private static void asItMustBe(String field, CsvFormat csv, Problems problems) {
    boolean first = csv.labelPosition().orElse(-1) == 0 || csv.label().orElse("").equals("f0");
    boolean plain = csv.separator() == ',' && csv.ignored().isEmpty();
    problems.require(
        !csv.hasHeader() && first && plain,
        field,
        csv,
        "data as SageMaker's XGBoost reads it, without a header and the label first:"
            + " .noHeader().label(0); a local file is rewritten by itself");
  }

  private static void inputs(TrainingJob job, Problems problems) {
    int own = job.workload() instanceof Script ? TrainingRequests.OWN_CHANNELS.size() : 0;
    problems.require(
        job.inputs().size() + own <= MOST_CHANNELS,
        "inputs",
        job.inputs().size() + " inputs",
        "at most " + (MOST_CHANNELS - own) + " (InputDataConfig)");
    for (Map.Entry<String, Data> input : job.inputs().entrySet()) {
      String field = "inputs." + input.getKey();
      problems.require(
          CHANNEL.matcher(input.getKey()).matches(),
          field,
          input.getKey(),
          "at most 64 letters, digits, dots, hyphens and underscores (ChannelName)");
      problems.require(
          !(job.workload() instanceof Script)
              || !TrainingRequests.OWN_CHANNELS.contains(input.getKey()),
          field,
          input.getKey(),
          "a name other than " + TrainingRequests.OWN_CHANNELS + ", which scripts come by");
      if (input.getValue().scheme().equals("s3")) {
        S3Uri.fault(input.getValue().location())
            .ifPresent(fault -> problems.add(field, input.getValue(), "s3://BUCKET/KEY: " + fault));
      }
    }
  }

  private static void parameters(Map<String, Object> parameters, Problems problems) {
    problems.require(
        parameters.size() < MOST_PARAMETERS,
        "hyperparameters",
        parameters.size() + " parameters",
        "less than 100 (HyperParameters)");
    parameters.forEach(
        (name, value) -> {
          problems.require(
              !name.isEmpty() && name.length() <= LONGEST_NAME,
              "hyperparameters",
              name,
              "names of 1 to 256 characters (HyperParameters)");
          String text = String.valueOf(value);
          problems.require(
              text.length() <= LONGEST_VALUE && isLine(text),
              "hyperparameters." + name,
              shown(text),
              "at most 2500 characters on one line (HyperParameters); longer texts can be an"
                  + " input");
        });
  }

  private static void variables(TrainingJob job, Problems problems) {
    int most = MOST_VARIABLES - TrainingRequests.MOST_OWN_VARIABLES - job.inputs().size();
    problems.require(
        job.environment().size() <= most,
        "environment",
        job.environment().size() + " variables",
        "at most " + most + " (Environment)");
    job.environment()
        .forEach(
            (name, value) ->
                problems.require(
                    name.length() <= LONGEST_VARIABLE && value.length() <= LONGEST_VARIABLE,
                    "environment." + name,
                    value.length() + " characters",
                    "at most 512 characters (Environment)"));
    job.secrets()
        .forEach(
            (name, secret) ->
                problems.add(
                    "secrets." + name,
                    "***",
                    "no secret here: SageMaker shows variables (Environment) to all who see the"
                        + " job; read it in the work from Secrets Manager, by the role's right"));
  }

  private static void tags(TrainingJob job, Problems problems) {
    Map<String, String> tags = Jobs.tags(job);
    int most = MOST_TAGS - TrainingRequests.OWN_TAGS;
    problems.require(
        tags.size() <= most, "labels", tags.size() + " tags", "at most " + most + " (Tags)");
    tags.forEach(
        (key, value) ->
            problems.require(
                isTag(key, LONGEST_TAG_KEY)
                    && !key.isEmpty()
                    && !key.startsWith("aws:")
                    && isTag(value, LONGEST_NAME),
                "labels." + key,
                value,
                "letters, digits and _.:/=+-@, keys of at most 128 characters that do not start"
                    + " with aws:, values of at most 256 (Tags)"));
  }

  private static boolean isTag(String text, int longest) {
    return text.length() <= longest && TAG.matcher(text).matches();
  }

  private static void metrics(TrainingJob job, Problems problems) {
    Map<String, String> metrics = Jobs.metrics(job);
    String field = "options." + SageMaker.METRIC_DEFINITIONS;
    if (job.workload() instanceof Algorithm && !metrics.isEmpty()) {
      problems.add(
          field,
          metrics.keySet(),
          "nothing for an algorithm of SageMaker: its metrics are defined already"
              + " (MetricDefinitions)");
      return;
    }
    problems.require(
        metrics.size() <= MOST_METRICS,
        field,
        metrics.size() + " metrics",
        "at most 40 (MetricDefinitions)");
    Set<String> names = metrics.keySet();
    for (String name : names) {
      String regex = metrics.getOrDefault(name, "");
      problems.require(
          !name.isEmpty()
              && name.length() <= LONGEST_METRIC
              && !regex.isEmpty()
              && regex.length() <= LONGEST_REGEX
              && isLine(name)
              && isLine(regex),
          field,
          name,
          "lines of name=regular expression, names of at most 255 and expressions of at most 500"
              + " characters (MetricDefinitions)");
    }
  }
}
