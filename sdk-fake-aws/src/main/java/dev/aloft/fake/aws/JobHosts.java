package dev.aloft.fake.aws;

import dev.aloft.fake.work.TrainingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each host of a job is told to do, and what becomes of the lines that it prints. */
final class JobHosts {
  private static final String GROUP = "/aws/sagemaker/TrainingJobs";

  private final Cloud cloud;
  private final String arn;
  private final JobRequest request;
  private final JobMetrics metrics;

  JobHosts(Cloud cloud, String arn, JobRequest request) {
    this.cloud = cloud;
    this.arn = arn;
    this.request = request;
    Map<String, String> dimensions = Map.of("TrainingJobName", request.name());
    this.metrics =
        new JobMetrics(
            request.metricDefinitions(),
            (name, value, time) -> cloud.metrics().put(GROUP, name, dimensions, time, value));
  }

  /** The last values of the job's metrics so far. */
  Map<String, Job.Metric> metrics() {
    return metrics.last();
  }

  /** The work of one attempt, whose logs begin now. */
  List<TrainingWork> works(JobFiles files) {
    Map<String, String> environment = request.environment();
    environment.put("TRAINING_JOB_NAME", request.name());
    environment.put("TRAINING_JOB_ARN", arn);
    environment.putIfAbsent("AWS_REGION", cloud.region());
    long epoch = cloud.clock().now().getEpochSecond();
    List<TrainingWork> works = new ArrayList<>();
    for (JobRequest.Host host : request.hosts()) {
      String stream = request.name() + "/" + host.name() + "-" + epoch;
      works.add(
          new TrainingWork(
              request.image(),
              files.root(works.size()),
              JobRequest.MOUNT,
              request.entrypoint(),
              request.arguments(),
              environment,
              line -> log(stream, line)));
    }
    return works;
  }

  private void log(String stream, String line) {
    cloud.logs().line(GROUP, stream, line);
    metrics.line(line, cloud.clock().now());
  }
}
