package dev.aloft.fake.aws;

import dev.aloft.fake.Backstage;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What the services of one fake share. The state of the control plane is guarded by the clock's
 * monitor: operations and timers hold it, and long work (copying objects, starting containers) is
 * done outside of it on {@link #backstage}.
 */
final class Cloud implements AutoCloseable {
  /** Where jobs' containers find their files, below the directory. */
  static final String JOBS = "jobs";

  /** The same for endpoints. */
  static final String ENDPOINTS = "endpoints";

  /** What is gone with the cloud. */
  static final List<String> WORK = List.of(JOBS, ENDPOINTS);

  private final FakeClock clock;
  private final Settings settings;
  private final Images images;
  private final Path directory;
  private final Backstage backstage;
  private final List<Inventory> inventories = new CopyOnWriteArrayList<>();
  private final Tags tags;
  private final Metrics metrics = new Metrics();
  private final Incidents incidents = new Incidents();
  private final Logs logs;
  private final Search search;
  private final Quotas quotas;
  private @Nullable Bucketry buckets;
  private @Nullable Hosting hosting;

  Cloud(FakeClock clock, Settings settings, Quotas quotas, Images images, Path directory) {
    this.clock = clock;
    this.settings = settings;
    this.quotas = quotas;
    this.images = images;
    this.directory = directory;
    this.tags = new Tags(clock, settings.timetable().of(Stage.TAGS_LAG));
    this.logs = new Logs(clock);
    this.search = new Search(this);
    this.backstage = new Backstage(clock, "fake-aws-work");
  }

  /** What a fake is made with; grows by builder methods of {@code AwsCloud}. */
  record Settings(String region, String account, Timetable timetable, boolean checksAnswers) {
    Settings(String region, String account) {
      this(region, account, Timetable.usual(), true);
    }
  }

  /** A service that has things which exist, and may bill. */
  @FunctionalInterface
  interface Inventory {
    /** All of them, at this moment; asked within the clock's monitor. */
    List<AwsCloud.Thing> things();
  }

  FakeClock clock() {
    return clock;
  }

  Settings settings() {
    return settings;
  }

  String region() {
    return settings.region();
  }

  String account() {
    return settings.account();
  }

  /** How long things take. */
  Timetable timetable() {
    return settings.timetable();
  }

  /** Whether every answer is checked against its service's model. */
  boolean checksAnswers() {
    return settings.checksAnswers();
  }

  /** What the account may have at most. */
  Quotas quotas() {
    return quotas;
  }

  /** What happens to what runs, by a script. */
  Incidents incidents() {
    return incidents;
  }

  /** What CloudWatch Logs keeps; a {@link LogSink} for containers. */
  Logs logs() {
    return logs;
  }

  /** What can be searched for. */
  Search search() {
    return search;
  }

  /** CloudWatch's metrics. */
  Metrics metrics() {
    return metrics;
  }

  /** The tags of SageMaker's resources. */
  Tags tags() {
    return tags;
  }

  Images images() {
    return images;
  }

  /** Where containers find their files, and objects lie. */
  Path directory() {
    return directory;
  }

  /** An ARN such as {@code arn:aws:sagemaker:us-east-1:123456789012:training-job/tumours}. */
  String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region() + ":" + account() + ":" + resource;
  }

  /** The objects of S3, for the services beside it. */
  Bucketry buckets() {
    Bucketry there = buckets;
    if (there == null) {
      throw new IllegalStateException("this cloud has no S3 yet");
    }
    return there;
  }

  /** Takes S3's objects; called once, before anything is served. */
  void buckets(Bucketry bucketry) {
    buckets = bucketry;
  }

  /** What happens to endpoints, by a script. */
  Hosting hosting() {
    Hosting there = hosting;
    if (there == null) {
      throw new IllegalStateException("this cloud has no endpoints yet");
    }
    return there;
  }

  /** Takes what happens to endpoints; called once, before anything is served. */
  void hosting(Hosting scripted) {
    hosting = scripted;
  }

  /** Takes a service's word on what exists. */
  void inventory(Inventory inventory) {
    inventories.add(inventory);
  }

  /** Everything that exists. */
  List<AwsCloud.Thing> things() {
    synchronized (clock) {
      List<AwsCloud.Thing> all = new ArrayList<>();
      inventories.forEach(one -> all.addAll(one.things()));
      return List.copyOf(all);
    }
  }

  /** Its long work, outside of the monitor. */
  Backstage backstage() {
    return backstage;
  }

  @Override
  public void close() {
    backstage.close();
  }
}
