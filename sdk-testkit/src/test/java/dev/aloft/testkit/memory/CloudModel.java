package dev.aloft.testkit.memory;

import dev.aloft.driver.Registration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A registered model. */
final class CloudModel {
  final List<Version> versions = new ArrayList<>();
  final Map<String, Integer> aliases = new TreeMap<>();
  private int numbers;

  int add(Registration registration, Map<String, String> tags, Instant now) {
    numbers++;
    versions.add(new Version(numbers, registration, tags, now));
    return numbers;
  }

  void remove(int number) {
    versions.removeIf(version -> version.number() == number);
    aliases.values().removeIf(at -> at == number);
  }

  /**
   * A version.
   *
   * @param number counts from 1
   * @param registration what was wished
   * @param tags its tags
   * @param createdAt when it was made
   */
  record Version(
      int number, Registration registration, Map<String, String> tags, Instant createdAt) {}
}
