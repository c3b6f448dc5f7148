package dev.aloft.fake.aws;

import java.time.Duration;

/**
 * What endpoints need of the cloud.
 *
 * @param settings what a test has switched
 * @param launcher starts containers
 */
record HostingKit(
    Cloud cloud, HostingSettings settings, EndpointConfigs configs, Launcher launcher) {

  /** Does something when a stage is over. */
  void after(Stage stage, Runnable action) {
    cloud.clock().after(cloud.timetable().of(stage), action);
  }

  /** How long a stage takes. */
  Duration length(Stage stage) {
    return cloud.timetable().of(stage);
  }
}
