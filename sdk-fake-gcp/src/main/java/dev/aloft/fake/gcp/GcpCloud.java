package dev.aloft.fake.gcp;

import dev.aloft.fake.Exchanges;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.FakeServer;
import dev.aloft.fake.Faults;
import dev.aloft.fake.gcp.containers.VertexImages;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Vertex AI of one location in this JVM, with the Cloud Storage and the other services that its
 * clients call. It listens at three ports of 127.0.0.1: gRPC over TLS, {@link #grpc}, plain HTTP,
 * {@link #http}, and the host of endpoints that have their own, {@link #dedicated}. It speaks the
 * wire protocols, so that any client of Google works on it.
 *
 * <p>Any number of them live side by side. Thread-safe.
 */
public final class GcpCloud implements AutoCloseable {
  private final Cloud cloud;
  private final Faults faults = new Faults();
  private final Exchanges exchanges = new Exchanges();
  private final FakeServer http;
  private final GrpcFront grpc;
  private final DedicatedFront dedicated;
  private final ContainerHost host = ContainerHost.ofThisMachine();
  private final @Nullable Path temporary;

  private GcpCloud(Builder builder) throws IOException {
    Path directory = builder.directory;
    temporary = directory == null ? Files.createTempDirectory("aloft-fake-gcp") : null;
    Path home = Files.createDirectories(temporary == null ? directory : temporary);
    FakeClock clock = builder.clock == null ? FakeClock.realTime(1) : builder.clock;
    cloud =
        new Cloud(
            clock,
            new Cloud.Settings(
                builder.project,
                builder.projectNumber,
                builder.location,
                builder.timetable,
                builder.rates,
                new Quotas(builder.quotas)),
            builder.images == null ? VertexImages.standard(host) : builder.images,
            home.toAbsolutePath());
    builder.commands.forEach(
        (name, command) -> VertexImages.local(cloud.images(), host, name, command));
    FakeServer server = null;
    GrpcFront front = null;
    try {
      Frontdoor door = new Frontdoor(HttpServices.of(cloud));
      int httpPort = builder.port == 0 ? 0 : builder.port + 1;
      server = FakeServer.start(httpPort, clock, faults, exchanges, door);
      http = server;
      cloud.address(http());
      front = GrpcFront.start(builder.port, cloud, faults, exchanges);
      grpc = front;
      int ownPort = builder.port == 0 ? 0 : builder.port + 2;
      dedicated = DedicatedFront.start(ownPort, grpc.signer(), grpc.port(), http.port());
      cloud.dedicatedPort(dedicated.port());
    } catch (IOException | RuntimeException | Error e) {
      if (front != null) {
        front.close();
      }
      if (server != null) {
        server.close();
      }
      cloud.close();
      host.close();
      deleteTemporary();
      throw e;
    }
  }

  /** Begins one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts one with the defaults. */
  public static GcpCloud start() {
    return builder().start();
  }

  /** Where gRPC over TLS listens, such as {@code localhost:49152}. */
  public String grpc() {
    return "localhost:" + grpc.port();
  }

  /** Where plain HTTP listens, such as {@code http://localhost:49153}. */
  public String http() {
    return "http://localhost:" + http.port();
  }

  /**
   * The host of endpoints that have one of their own, such as {@code localhost:49154}: gRPC and
   * HTTP over TLS. It is what such an endpoint tells as its name.
   */
  public String dedicated() {
    return "localhost:" + dedicated.port();
  }

  /** The file of the certificate that clients of {@link #grpc} have to trust, as PEM. */
  public Path certificate() {
    return grpc.certificate();
  }

  /** The id of its project; any other id is a project as well. */
  public String project() {
    return cloud.projects().id();
  }

  /** The number of its project. */
  public String projectNumber() {
    return cloud.projects().number();
  }

  /** Its location. */
  public String location() {
    return cloud.location();
  }

  /** Its time. */
  public FakeClock clock() {
    return cloud.clock();
  }

  /** What goes wrong in it. */
  public Faults faults() {
    return faults;
  }

  /**
   * Waits until it has done what it does beside answering: copying data, starting containers. What
   * containers do is not waited for, and time does not pass by it; a test with a driven clock calls
   * it before and after it moves the clock.
   */
  public void settle() throws InterruptedException {
    cloud.backstage().settle();
  }

  /** What it was asked, at both ports. */
  public Exchanges exchanges() {
    return exchanges;
  }

  /** What happens to jobs and deployments in it beside their own work. */
  public Incidents incidents() {
    return cloud.incidents();
  }

  /** The certificate that clients of {@link #grpc} have to trust. */
  public X509Certificate authority() {
    return grpc.authority();
  }

  /** What images do in it. */
  public Images images() {
    return cloud.images();
  }

  /** Makes a bucket in its location; fine when it is there. */
  public void createBucket(String name) {
    cloud.buckets().create(name, location());
  }

  /** How many requests a minute may have. */
  RequestRates rates() {
    return cloud.rates();
  }

  /** What takes the lines of containers. */
  LogSink logs() {
    return cloud.logs();
  }

  /** Whether containers or copies are at work just now. */
  boolean works() {
    return cloud.backstage().works();
  }

  /** Everything that exists in it, and whether it bills. */
  public List<Thing> things() {
    return cloud.things();
  }

  /** Ends it, and every process of it. */
  @Override
  public void close() {
    dedicated.close();
    grpc.close();
    http.close();
    cloud.close();
    host.close();
    cloud.clock().close();
    deleteTemporary();
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
   * Something that exists in the cloud.
   *
   * @param kind what it is, such as {@code endpoint}
   * @param id its name
   * @param bills whether it costs by time right now
   */
  public record Thing(String kind, String id, boolean bills) {}

  /** Makes a cloud. Not thread-safe. */
  public static final class Builder {
    private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{5,18}");
    private static final Pattern LOCATION = Pattern.compile("[a-z]+-[a-z]+\\d+");

    private static final int LAST_PORT = 65_533;

    private String project = "aloft-test";
    private String projectNumber = "123456789012";
    private String location = "us-central1";
    private int port;
    private @Nullable FakeClock clock;
    private @Nullable Path directory;
    private @Nullable Images images;
    private Timetable timetable = Timetable.usual();
    private boolean rates = true;
    private final Map<String, Long> quotas = new TreeMap<>();
    private final Map<String, String> commands = new LinkedHashMap<>();

    private Builder() {}

    /** The id of its own project. Default: {@code aloft-test}. */
    public Builder project(String id) {
      if (!PROJECT.matcher(id).matches()) {
        throw new IllegalArgumentException("project: '" + id + "' is none; aloft-test is one");
      }
      project = id;
      return this;
    }

    /** The number of its own project. Default: {@code 123456789012}. */
    public Builder projectNumber(String number) {
      if (!NUMBER.matcher(number).matches()) {
        throw new IllegalArgumentException("projectNumber: '" + number + "' is not 6 to 19 digits");
      }
      projectNumber = number;
      return this;
    }

    /** Its location. Default: {@code us-central1}. */
    public Builder location(String name) {
      if (!LOCATION.matcher(name).matches()) {
        throw new IllegalArgumentException("location: '" + name + "' is none; us-central1 is one");
      }
      location = name;
      return this;
    }

    /**
     * The port of gRPC; HTTP and dedicated endpoints take the next two. 0, the default, takes free
     * ones.
     */
    public Builder port(int number) {
      if (number < 0 || number > LAST_PORT) {
        throw new IllegalArgumentException(
            "port: " + number + " is not between 0 and " + LAST_PORT);
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

    /** What images do. Default: what Vertex AI's own images do; more are told later. */
    public Builder images(Images known) {
      images = known;
      return this;
    }

    /**
     * A command of this machine that stands for an image of the user's own, for jobs and models.
     *
     * @param name the image's address; without a tag it is that of every tag
     * @param command run by the shell, with the arguments of the job or model behind it, such as
     *     {@code python3 /home/me/train.py}
     */
    public Builder image(String name, String command) {
      if (name.isBlank() || command.isBlank()) {
        throw new IllegalArgumentException(
            "image: '" + name + "' = '" + command + "' is no image and command");
      }
      commands.put(name, command);
      return this;
    }

    /** How long things take. Default: {@link Timetable#usual()}. */
    public Builder timetable(Timetable times) {
      timetable = times;
      return this;
    }

    /**
     * What the project may have of something at most. Default: as much as is wanted.
     *
     * @param metric such as {@code custom_model_training_nvidia_l4_gpus}
     * @param limit how many
     */
    public Builder quota(String metric, long limit) {
      quotas.put(metric, limit);
      return this;
    }

    /** No quota of requests per minute holds. */
    public Builder unlimitedRates() {
      rates = false;
      return this;
    }

    /** Starts it. */
    public GcpCloud start() {
      try {
        return new GcpCloud(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
