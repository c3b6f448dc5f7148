package dev.aloft.fake.aws;

import dev.aloft.driver.Timing;
import dev.aloft.fake.CloudTiming;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.FakeServer;
import dev.aloft.fake.Faults;
import dev.aloft.fake.Throttle;
import dev.aloft.fake.aws.containers.SageMakerImages;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SageMaker of one account and region in this JVM, with the S3 and the other services that its
 * clients call, behind one port of 127.0.0.1. It speaks the wire protocols, so that any client of
 * AWS works on it when its endpoint is {@link #url}.
 *
 * <p>Any number of them live side by side. Thread-safe.
 */
public final class AwsCloud implements AutoCloseable {
  private final FakeServer server;
  private final Cloud cloud;
  private final ContainerHost host = ContainerHost.ofThisMachine();
  private final @Nullable Path temporary;
  private final ExecutorService timers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake-aws-client");
            thread.setDaemon(true);
            return thread;
          });
  private final Timing timing;

  private AwsCloud(Builder builder) throws IOException {
    Path directory = builder.directory;
    temporary = directory == null ? Files.createTempDirectory("aloft-fake-aws") : null;
    Path home = Files.createDirectories(temporary == null ? directory : temporary);
    deleteWork(home); // of a cloud that was ended at work
    FakeClock clock = builder.clock == null ? FakeClock.realTime(1) : builder.clock;
    cloud =
        new Cloud(
            clock,
            new Cloud.Settings(
                builder.region, builder.account, builder.timetable, builder.checksAnswers),
            builder.quotas,
            builder.images == null ? SageMakerImages.standard(host, this::object) : builder.images,
            home);
    timing = new CloudTiming(clock, this::works, timers);
    Throttle throttle = new Throttle(clock, builder.rates);
    try {
      server =
          FakeServer.start(
              builder.port,
              clock,
              new Faults(),
              new Frontdoor(
                  builder.region,
                  Services.of(cloud),
                  throttle,
                  new Standstill(clock, System::nanoTime)));
    } catch (IOException | RuntimeException | Error e) {
      cloud.close();
      host.close();
      deleteTemporary();
      throw e;
    }
  }

  private Optional<Path> object(String bucket, String key) {
    return cloud.buckets().file(bucket, key);
  }

  /** Begins one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts one with the defaults. */
  public static AwsCloud start() {
    return builder().start();
  }

  /** Where it listens, such as {@code http://127.0.0.1:49152}; no secret in it. */
  public String url() {
    return server.url();
  }

  /** Its region. */
  public String region() {
    return cloud.region();
  }

  /** Its account. */
  public String account() {
    return cloud.account();
  }

  /** Its time. */
  public FakeClock clock() {
    return cloud.clock();
  }

  /**
   * A client's time that is this cloud's, for {@code Aloft.builder().timing(…)} of a client that a
   * test opens itself: where the time is driven, it goes on to what is due next whenever that
   * client only waits. A client without it waits in real time, in which a driven time stands still.
   */
  public Timing timing() {
    return timing;
  }

  /** What goes wrong in it. */
  public Faults faults() {
    return server.faults();
  }

  /** What happens to jobs in it beside their own work. */
  public Incidents incidents() {
    return cloud.incidents();
  }

  /**
   * Waits until it has done what it does beside answering: copying data, starting containers. What
   * containers do is not waited for, and time does not pass by it; a test with a driven clock calls
   * it before and after it moves the clock.
   */
  public void settle() throws InterruptedException {
    cloud.backstage().settle();
  }

  /** What it was asked. */
  public Exchanges exchanges() {
    return server.exchanges();
  }

  /** What images do in it. */
  public Images images() {
    return cloud.images();
  }

  /** What happens to endpoints beside what their owners ask for. */
  public Hosting hosting() {
    return cloud.hosting();
  }

  /** Makes a bucket; fine when it is there. */
  public void createBucket(String name) {
    cloud.buckets().create(name);
  }

  /** Whether containers or copies are at work just now. */
  private boolean works() {
    return cloud.backstage().works();
  }

  /** Everything that exists in it, and whether it bills. */
  public List<Thing> things() {
    return cloud.things();
  }

  /** Ends it, and every process of it. */
  @Override
  public void close() {
    server.close();
    cloud.close();
    host.close();
    cloud.clock().close();
    timers.shutdownNow();
    try {
      deleteWork(cloud.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    deleteTemporary();
  }

  private static void deleteWork(Path home) throws IOException {
    for (String work : Cloud.WORK) {
      Durable.deleteTree(home.resolve(work));
    }
  }

  private void deleteTemporary() {
    if (temporary != null) {
      try {
        Durable.deleteTree(temporary);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Something that exists in the account.
   *
   * @param kind what it is, such as {@code endpoint}
   * @param id its name
   * @param bills whether it costs by time right now
   */
  public record Thing(String kind, String id, boolean bills) {}

  /** Makes a cloud. Not thread-safe. */
  public static final class Builder {
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    private String region = "us-east-1";
    private String account = "123456789012";
    private int port;
    private @Nullable FakeClock clock;
    private @Nullable Path directory;
    private final Quotas quotas = new Quotas();
    private @Nullable Images images;
    private Timetable timetable = Timetable.usual();
    private boolean checksAnswers = Builder.class.desiredAssertionStatus();
    private final Map<String, Throttle.Rate> rates =
        new TreeMap<>(Map.of("sagemaker:ListTrainingJobs", new Throttle.Rate(2, 2)));

    private Builder() {}

    /** Its region. Default: {@code us-east-1}. */
    public Builder region(String name) {
      if (!REGION.matcher(name).matches()) {
        throw new IllegalArgumentException("region: '" + name + "' is none; us-east-1 is one");
      }
      region = name;
      return this;
    }

    /** Its account. Default: {@code 123456789012}. */
    public Builder account(String id) {
      if (!ACCOUNT.matcher(id).matches()) {
        throw new IllegalArgumentException("account: '" + id + "' is not 12 digits");
      }
      account = id;
      return this;
    }

    /** The port that it listens at; 0 for a free one, which is the default. */
    public Builder port(int number) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("port: " + number + " is not between 0 and 65535");
      }
      port = number;
      return this;
    }

    /** Its time, which is closed with it. Default: real time. */
    public Builder clock(FakeClock time) {
      clock = time;
      return this;
    }

    /**
     * Where its objects lie; another cloud that is started there later has them too. Default: a
     * directory that is deleted with it.
     */
    public Builder directory(Path place) {
      directory = place;
      return this;
    }

    /**
     * What images do. Default: what SageMaker's own images do, see {@link SageMakerImages}; more
     * are told about by {@link AwsCloud#images}.
     */
    public Builder images(Images known) {
      images = known;
      return this;
    }

    /** How long things take. Default: {@link Timetable#usual()}. */
    public Builder timetable(Timetable times) {
      timetable = times;
      return this;
    }

    /**
     * What the account may have of something at most. Default: 20 of everything.
     *
     * @param name as Service Quotas names it, such as {@code ml.m5.large for endpoint usage}
     * @param limit how many; 0 is usual for a new account
     */
    public Builder quota(String name, int limit) {
      quotas.limit(name, limit);
      return this;
    }

    /** What the account may have at most of what has no {@link #quota}; 0 is a new account's. */
    public Builder quotas(int limit) {
      quotas.usual(limit);
      return this;
    }

    /**
     * How often an operation may be called, before it is throttled. Default: twice a second for
     * {@code sagemaker:ListTrainingJobs}, and no limit for others.
     *
     * @param operation such as {@code sagemaker:DescribeTrainingJob}
     * @param perSecond how many times a second by the cloud's clock; also how many at once, or one
     */
    public Builder rate(String operation, double perSecond) {
      if (!(perSecond > 0)) {
        throw new IllegalArgumentException("perSecond: " + perSecond + " is not more than 0");
      }
      rates.put(operation, new Throttle.Rate(perSecond, Math.max(1, perSecond)));
      return this;
    }

    /** No operation is throttled. */
    public Builder unlimitedRates() {
      rates.clear();
      return this;
    }

    /**
     * Whether each of its own answers is checked against AWS's service model, and answered as a
     * failure of the fake when it is wrong. Default: where assertions are on, as in tests.
     */
    public Builder checkAnswers(boolean check) {
      checksAnswers = check;
      return this;
    }

    /** Starts it. */
    public AwsCloud start() {
      try {
        return new AwsCloud(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
