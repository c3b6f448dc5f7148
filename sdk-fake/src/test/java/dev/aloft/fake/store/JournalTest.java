package dev.aloft.fake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private record Known(
      String key, long size, Instant at, Map<String, String> headers, List<Long> parts) {}

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void writeTwoAndRemoveOne() throws Exception {
    file = directory.resolve("objects.jsonl");
    Journal<Known> journal = Journal.open(file, new TreeMap<>(), Known.class);
    journal.stored("line\nend", object("line\nend", 1));
    journal.stored("gone", object("gone", 2));
    journal.stored("line\nend", object("line\nend", 3));
    journal.removed("gone");
  }

  @Test
  void lastLineOfAKeyCounts() throws Exception {
    assertThat(read()).containsExactly(Map.entry("line\nend", object("line\nend", 3)));
  }

  @Test
  void lineThatWasCutOffIsLeftOut() throws Exception {
    append("{\"key\":\"half\",\"stored\":{\"key\":\"half");

    assertThat(read()).containsOnlyKeys("line\nend");
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void lineInTheMiddleThatCannotBeReadIsAnError() throws Exception {
    append("{\"stored\"\n{\"key\":\"x\"}\n");

    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("line");
  }

  @Test
  void doesNotGrowForEver() throws Exception {
    Map<String, Known> objects = new TreeMap<>();
    Journal<Known> journal = Journal.open(file, objects, Known.class);
    for (int size = 0; size < 25_000; size++) {
      objects.put("k", object("k", size));
      journal.stored("k", object("k", size));
      journal.tidy();
    }

    assertThat(Files.readAllLines(file).size()).isLessThan(12_000);
    assertThat(read()).containsEntry("k", object("k", 24_999));
  }

  private Map<String, Known> read() throws IOException {
    Map<String, Known> objects = new TreeMap<>();
    Journal.open(file, objects, Known.class);
    return objects;
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static Known object(String key, long size) {
    return new Known(key, size, Instant.EPOCH, Map.of("content-type", "a/b"), List.of(1L));
  }
}
