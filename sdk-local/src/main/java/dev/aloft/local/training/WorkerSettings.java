package dev.aloft.local.training;

import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import dev.aloft.local.LocalMachine;
import dev.aloft.local.disk.Json;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How work is run on this machine. Immutable.
 *
 * @param maxRuns how many runs may work at once on one home
 * @param grace how long work may take to stop when it is asked to
 * @param python the interpreter of scripts; empty for the one on the path
 */
public record WorkerSettings(int maxRuns, Duration grace, String python) {
  /** The setting for how many runs may work at once. */
  public static final String MAX_RUNS = "max-runs";

  /** The setting for how long work may take to stop. */
  public static final String GRACE = "stop-grace";

  /** The setting for the interpreter of scripts. */
  public static final String PYTHON = "python";

  private static final int MOST_RUNS = 10_000;

  /** The settings. */
  static List<Setting> all() {
    return List.of(
        Setting.of(
            MAX_RUNS,
            "how many training runs may work at once; default is the number of processors"),
        Setting.of(
            GRACE,
            "how long a run may take to stop when it is asked to, before it is stopped",
            "PT10S"),
        Setting.of(
            PYTHON, "the Python that runs scripts; default is python3 or python of the path"));
  }

  /** Notes what cannot be right. */
  static void check(Settings settings, Problems problems) {
    settings
        .number(MAX_RUNS, problems)
        .ifPresent(
            runs ->
                problems.require(
                    runs >= 1 && runs <= MOST_RUNS, MAX_RUNS, runs, "from 1 to " + MOST_RUNS));
    settings
        .duration(GRACE, problems)
        .ifPresent(
            grace -> problems.require(!grace.isNegative(), GRACE, grace, "no negative time"));
  }

  static WorkerSettings of(Settings settings) {
    Problems problems = new Problems();
    check(settings, problems);
    problems.throwIfAny("the configuration of training");
    return new WorkerSettings(
        Math.toIntExact(settings.number(MAX_RUNS).orElse((long) LocalMachine.cpus())),
        settings.duration(GRACE).orElse(Duration.ofSeconds(10)),
        settings.get(PYTHON).map(WorkerSettings::fromHere).orElse(""));
  }

  /** A path from the caller's directory, since workers have another one; a bare name stays. */
  private static String fromHere(String python) {
    return python.contains("/") || python.contains(File.separator)
        ? Path.of(python).toAbsolutePath().toString()
        : python;
  }

  static WorkerSettings of(JsonNode root) {
    return new WorkerSettings(
        root.path("maxRuns").asInt(1),
        Duration.ofMillis(root.path("graceMillis").asLong(0)),
        root.path("python").asString(""));
  }

  JsonNode json() {
    return Json.object()
        .put("maxRuns", maxRuns)
        .put("graceMillis", grace.toMillis())
        .put("python", python);
  }
}
