package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.Images;
import java.nio.file.Path;

/**
 * What the services of one fake share. The state of the control plane is guarded by the clock's
 * monitor: operations and timers hold it, and long work (copying objects, starting containers) is
 * done outside of it on {@link #background}.
 */
final class Cloud {
  private final FakeClock clock;
  private final Settings settings;
  private final Images images;
  private final Path directory;
  private final Bucketry buckets;

  Cloud(FakeClock clock, Settings settings, Images images, Path directory, Bucketry buckets) {
    this.clock = clock;
    this.settings = settings;
    this.images = images;
    this.directory = directory;
    this.buckets = buckets;
  }

  /** What a fake is made with; grows by builder methods of {@code AwsCloud}. */
  record Settings(String region, String account) {}

  FakeClock clock() {
    return clock;
  }

  String region() {
    return settings.region();
  }

  String account() {
    return settings.account();
  }

  Images images() {
    return images;
  }

  /** Where containers find their files, and objects lie. */
  Path directory() {
    return directory;
  }

  /** The objects of S3, for the services beside it. */
  Bucketry buckets() {
    return buckets;
  }

  /** Runs long work outside of the monitor; what it throws is logged. */
  void background(Runnable work) {
    throw new UnsupportedOperationException(String.valueOf(work));
  }
}
