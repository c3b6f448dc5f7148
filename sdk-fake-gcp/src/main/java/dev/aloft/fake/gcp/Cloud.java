package dev.aloft.fake.gcp;

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
 * done outside of it, {@link #backstage}.
 */
final class Cloud implements AutoCloseable {
  private final FakeClock clock;
  private final Settings settings;
  private final Projects projects;
  private final Images images;
  private final Path directory;
  private final Backstage backstage;
  private final Incidents incidents = new Incidents();
  private final RequestRates rates = new RequestRates(this);
  private String address = "";
  private int dedicatedPort;
  private final List<Inventory> inventories = new CopyOnWriteArrayList<>();
  private @Nullable Bucketry buckets;
  private LogSink logs = (type, labels, severity, message) -> {};
  private @Nullable Predictions predictions;

  Cloud(FakeClock clock, Settings settings, Images images, Path directory) {
    this.clock = clock;
    this.settings = settings;
    this.projects = new Projects(settings.project(), settings.projectNumber());
    this.images = images;
    this.directory = directory;
    this.backstage = new Backstage(clock, "fake-gcp-work");
  }

  /** What a fake is made with; grows by builder methods of {@code GcpCloud}. */
  record Settings(
      String project,
      String projectNumber,
      String location,
      Timetable timetable,
      boolean rates,
      Quotas quotas) {}

  /** A service that has things which exist, and may bill. */
  @FunctionalInterface
  interface Inventory {
    /** All of them, at this moment; asked within the clock's monitor. */
    List<GcpCloud.Thing> things();
  }

  FakeClock clock() {
    return clock;
  }

  Projects projects() {
    return projects;
  }

  /** Where everything is, such as {@code us-central1}. */
  String location() {
    return settings.location();
  }

  /** How long things take. */
  Timetable timetable() {
    return settings.timetable();
  }

  /** Whether the quotas of requests per minute hold. */
  boolean hasRates() {
    return settings.rates();
  }

  /** How many requests a minute may have. */
  RequestRates rates() {
    return rates;
  }

  /** What the project may have at most. */
  Quotas quotas() {
    return settings.quotas();
  }

  /** What happens to what runs, by a script. */
  Incidents incidents() {
    return incidents;
  }

  /** Where plain HTTP listens. */
  String address() {
    return address;
  }

  /** Takes where plain HTTP listens; called once, before jobs can come. */
  void address(String http) {
    address = http;
  }

  /** The port of the host that endpoints with a host of their own have. */
  int dedicatedPort() {
    return dedicatedPort;
  }

  /** Takes that port; called once, before endpoints can come. */
  void dedicatedPort(int port) {
    dedicatedPort = port;
  }

  Images images() {
    return images;
  }

  /** Where files are kept. */
  Path directory() {
    return directory;
  }

  /** Long work, and what ends with the cloud. */
  Backstage backstage() {
    return backstage;
  }

  /** The objects of Cloud Storage, for the services beside it. */
  Bucketry buckets() {
    return there(buckets, "buckets");
  }

  /** Takes the objects; called once, before anything is served. */
  void buckets(Bucketry bucketry) {
    buckets = bucketry;
  }

  /** What takes the lines of containers. */
  LogSink logs() {
    return logs;
  }

  /** Takes what takes the lines; called once, before anything is served. */
  void logs(LogSink sink) {
    logs = sink;
  }

  /** How endpoints answer by HTTP. */
  Predictions predictions() {
    return there(predictions, "endpoints");
  }

  /** Takes how endpoints answer; called once, by the service of the endpoints. */
  void predictions(Predictions answering) {
    predictions = answering;
  }

  private static <T> T there(@Nullable T service, String what) {
    if (service == null) {
      throw GcpFailure.notServed("A cloud without " + what);
    }
    return service;
  }

  /** Takes a service's word on what exists. */
  void inventory(Inventory inventory) {
    inventories.add(inventory);
  }

  /** Everything that exists. */
  List<GcpCloud.Thing> things() {
    synchronized (clock) {
      List<GcpCloud.Thing> all = new ArrayList<>();
      inventories.forEach(one -> all.addAll(one.things()));
      return List.copyOf(all);
    }
  }

  @Override
  public void close() {
    backstage.close();
  }
}
