package dev.aloft.samples.sagemaker;

import dev.aloft.Aloft;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.aws.AwsCloud;
import org.jspecify.annotations.Nullable;

/** Where the sample runs. Not thread-safe. */
final class Account implements AutoCloseable {
  private static final String BUCKET = "aloft-sample";

  private final Aloft aloft;
  private final @Nullable AwsCloud cloud;

  private Account(Aloft aloft, @Nullable AwsCloud cloud) {
    this.aloft = aloft;
    this.cloud = cloud;
  }

  /** Whether a role and a place for files are given, without which no account can be used. */
  static boolean configured() {
    return System.getenv("ALOFT_ROLE") != null && System.getenv("ALOFT_STAGING") != null;
  }

  /** The one that the environment configures. */
  static Account real() {
    return new Account(Aloft.builder().provider("aws").open(), null);
  }

  /** One in this JVM, with keys that any fake takes. */
  static Account fake() {
    if (System.getenv("AWS_ACCESS_KEY_ID") == null) {
      System.setProperty("aws.accessKeyId", "AKIAFAKE");
      System.setProperty("aws.secretAccessKey", "fake");
    }
    AwsCloud cloud =
        AwsCloud.builder()
            .clock(FakeClock.realTime(60)) // minutes there are seconds here
            .start();
    cloud.createBucket(BUCKET);
    Aloft aloft =
        Aloft.builder()
            .provider("aws")
            .set("region", cloud.region())
            .set("endpoint", cloud.url())
            .set("role", "arn:aws:iam::" + cloud.account() + ":role/Aloft")
            .set("staging", "s3://" + BUCKET + "/aloft")
            .open();
    return new Account(aloft, cloud);
  }

  Aloft aloft() {
    return aloft;
  }

  @Override
  public String toString() {
    return cloud == null
        ? "on the account and region " + aloft.scope()
        : "on a SageMaker in this JVM; ALOFT_ROLE and ALOFT_STAGING lead to a real one";
  }

  @Override
  public void close() {
    aloft.close();
    if (cloud != null) {
      cloud.close();
    }
  }
}
