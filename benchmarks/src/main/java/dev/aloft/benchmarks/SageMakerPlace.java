package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.Timetable;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import java.util.Map;

/** A fake cloud in real time whose stages take none and whose images do nothing, and clients. */
final class SageMakerPlace implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/bench";

  /** Trains at once and leaves a model. */
  static final String TRAINS = "123456789012.dkr.ecr.us-east-1.amazonaws.com/trains:1";

  /** Trains until it is stopped. */
  static final String ENDLESS = "123456789012.dkr.ecr.us-east-1.amazonaws.com/endless:1";

  /** Answers at once. */
  static final String SERVES = "123456789012.dkr.ecr.us-east-1.amazonaws.com/serves:1";

  private static final String BUCKET = "bench";
  private static final int MANY = 1_000_000;

  private final AwsCloud cloud;

  SageMakerPlace() {
    this(AwsCloud.builder().timetable(Timetable.instant()));
  }

  SageMakerPlace(AwsCloud.Builder builder) {
    // the vendor's own chain finds credentials here
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "example");
    cloud = builder.quotas(MANY).checkAnswers(false).start();
    cloud
        .images()
        .training(TRAINS::equals, InstantWork.training(Map.of("model/m", "1")))
        .training(ENDLESS::equals, InstantWork.endlessTraining())
        .serving(
            SERVES::equals, InstantWork.serving(call -> InstantWork.text(200, "text/csv", "0.5")));
    cloud.createBucket(BUCKET);
  }

  AwsCloud cloud() {
    return cloud;
  }

  static String uri(String path) {
    return "s3://" + BUCKET + "/" + path;
  }

  /** A client with a telemetry and a policy. */
  Aloft client(Telemetry telemetry, Policy policy) {
    return Aloft.builder()
        .provider("aws")
        .set("region", cloud.region())
        .set("endpoint", cloud.url())
        .set("role", ROLE)
        .set("staging", uri("staging"))
        .telemetry(telemetry)
        .policy(policy)
        .open();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
