package dev.aloft.testkit;

import java.nio.file.Path;

/**
 * A model in a local directory, and what it says of the {@linkplain Fixtures#row() row}.
 *
 * @param directory the files with their manifest
 * @param low the least that it may say
 * @param high the most that it may say
 */
public record ModelFixture(Path directory, double low, double high) {

  /** Whether this model may have said that. */
  public boolean says(double value) {
    return value >= low && value <= high;
  }
}
