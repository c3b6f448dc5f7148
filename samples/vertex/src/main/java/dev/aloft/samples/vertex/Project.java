package dev.aloft.samples.vertex;

import dev.aloft.Aloft;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.gcp.GcpCloud;
import org.jspecify.annotations.Nullable;

/** Where the sample runs. Not thread-safe. */
final class Project implements AutoCloseable {
  private static final String BUCKET = "aloft-sample";

  private final Aloft aloft;
  private final @Nullable GcpCloud cloud;

  private Project(Aloft aloft, @Nullable GcpCloud cloud) {
    this.aloft = aloft;
    this.cloud = cloud;
  }

  /** Whether a project and a place for files are given, without which none can be used. */
  static boolean configured() {
    return System.getenv("GOOGLE_CLOUD_PROJECT") != null && System.getenv("ALOFT_STAGING") != null;
  }

  /** The one that the environment configures. */
  static Project real() {
    return new Project(Aloft.builder().provider("gcp").open(), null);
  }

  /** One in this JVM; its training images are this machine's Python. */
  static Project fake() {
    GcpCloud cloud =
        GcpCloud.builder()
            .clock(FakeClock.realTime(60)) // minutes there are seconds here
            .start();
    cloud.createBucket(BUCKET);
    Aloft aloft =
        Aloft.builder()
            .provider("gcp")
            .set("project", cloud.project())
            .set("location", cloud.location())
            .set("endpoint", cloud.grpc())
            .set("http-endpoint", cloud.http())
            .set("ca", cloud.certificate().toString())
            .set("credentials", "none")
            .set("staging", "gs://" + BUCKET + "/aloft")
            .open();
    return new Project(aloft, cloud);
  }

  Aloft aloft() {
    return aloft;
  }

  @Override
  public String toString() {
    return cloud == null
        ? "in the project and region " + aloft.scope()
        : "on a Vertex AI in this JVM; GOOGLE_CLOUD_PROJECT, GOOGLE_CLOUD_LOCATION and"
            + " ALOFT_STAGING lead to a real one";
  }

  @Override
  public void close() {
    aloft.close();
    if (cloud != null) {
      cloud.close();
    }
  }
}
