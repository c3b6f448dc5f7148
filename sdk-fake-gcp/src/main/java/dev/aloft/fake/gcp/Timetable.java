package dev.aloft.fake.gcp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long stages last by the cloud's clock. Starts from {@link #usual()}, which is about what the
 * real service takes, or from {@link #instant()}. Real work, such as a container that trains, takes
 * the time that it takes, and its stage lasts at least as long. Immutable.
 */
public final class Timetable {
  private final Map<Stage, Duration> times;

  private Timetable(Map<Stage, Duration> times) {
    this.times = times;
  }

  /** About the times of the real service, and no lag. */
  public static Timetable usual() {
    Map<Stage, Duration> times = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      times.put(stage, stage.usual());
    }
    return new Timetable(times);
  }

  /** No time at all, but for the real work. */
  public static Timetable instant() {
    return every(Duration.ZERO);
  }

  /** The same time for each stage that jobs, models and endpoints pass, and no lag. */
  public static Timetable every(Duration time) {
    Timetable changed = usual();
    for (Stage stage : Stage.values()) {
      boolean passed =
          stage != Stage.LIST_LAG && stage != Stage.LOGS_LAG && stage != Stage.UNDEPLOY_LAG;
      changed = passed ? changed.with(stage, time) : changed;
    }
    return changed;
  }

  /** The same with another time for a stage. */
  public Timetable with(Stage stage, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(stage + ": " + time + " is negative");
    }
    Map<Stage, Duration> changed = new EnumMap<>(times);
    changed.put(stage, time);
    return new Timetable(changed);
  }

  /** How long a stage lasts. */
  public Duration of(Stage stage) {
    return times.getOrDefault(stage, stage.usual());
  }
}
