package dev.aloft.fake.gcp;

import java.io.IOException;
import java.util.List;

/** The services of the HTTP port, in the order in which they are asked whether it is theirs. */
final class HttpServices {
  private HttpServices() {}

  static List<HttpService> of(Cloud cloud) throws IOException {
    StorageService storage = new StorageService(cloud);
    cloud.buckets(storage);
    Logs logs = new Logs(cloud, cloud.timetable().of(Stage.LOGS_LAG));
    cloud.logs(logs);
    return List.of(
        new PredictionService(cloud),
        new LoggingService(cloud, logs),
        new IdentityService(cloud),
        new ProjectService(cloud.projects()),
        storage,
        new UnknownService());
  }
}
