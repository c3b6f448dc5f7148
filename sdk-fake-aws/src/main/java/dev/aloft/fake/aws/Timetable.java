package dev.aloft.fake.aws;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long the stages of jobs and endpoints take, by the cloud's clock. Real work, such as a
 * container that trains, takes the time that it takes, and its stage lasts at least as long.
 * Immutable.
 *
 * @param stages the length of each stage; those that are missing take what they take as a rule
 */
public record Timetable(Map<Stage, Duration> stages) {

  /** Checks and copies the map. */
  public Timetable {
    Map<Stage, Duration> all = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      Duration length = stages.getOrDefault(stage, stage.usual());
      if (length.isNegative()) {
        throw new IllegalArgumentException(stage + ": " + length + " is negative");
      }
      all.put(stage, length);
    }
    stages = Map.copyOf(all);
  }

  /** What SageMaker takes as a rule: minutes. */
  public static Timetable realistic() {
    return new Timetable(Map.of());
  }

  /**
   * All that takes a while takes this long; what containers are given to end, and how often
   * checkpoints are copied, stays as it is.
   */
  public static Timetable every(Duration length) {
    Map<Stage, Duration> all = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      if (stage != Stage.JOB_GRACE && stage != Stage.JOB_CHECKPOINTS) {
        all.put(stage, length);
      }
    }
    return new Timetable(all);
  }

  /** The same with one stage of another length. */
  public Timetable with(Stage stage, Duration length) {
    Map<Stage, Duration> all = new EnumMap<>(stages);
    all.put(stage, length);
    return new Timetable(all);
  }

  /** How long a stage takes. */
  public Duration of(Stage stage) {
    return stages.getOrDefault(stage, stage.usual());
  }
}
