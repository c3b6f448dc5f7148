package dev.aloft.fake.aws.internal.s3;

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
  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void writeTwoAndRemoveOne() throws Exception {
    file = directory.resolve("objects.jsonl");
    Journal journal = Journal.open(file, new TreeMap<>());
    journal.stored(object("line\nend", 1));
    journal.stored(object("gone", 2));
    journal.stored(object("line\nend", 3));
    journal.removed("gone");
  }

  @Test
  void lastLineOfAKeyCounts() throws Exception {
    assertThat(read()).containsExactly(Map.entry("line\nend", object("line\nend", 3)));
  }

  @Test
  void lineThatWasCutOffIsLeftOut() throws Exception {
    append("{\"stored\":{\"key\":\"half");

    assertThat(read()).containsOnlyKeys("line\nend");
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void lineInTheMiddleThatCannotBeReadIsAnError() throws Exception {
    append("{\"stored\"\n{\"removed\":\"x\"}\n");

    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("line");
  }

  @Test
  void doesNotGrowForEver() throws Exception {
    Map<String, StoredObject> objects = new TreeMap<>();
    Journal journal = Journal.open(file, objects);
    for (int size = 0; size < 25_000; size++) {
      objects.put("k", object("k", size));
      journal.stored(object("k", size));
      journal.tidy();
    }

    assertThat(Files.readAllLines(file).size()).isLessThan(12_000);
    assertThat(read()).containsEntry("k", object("k", 24_999));
  }

  private Map<String, StoredObject> read() throws IOException {
    Map<String, StoredObject> objects = new TreeMap<>();
    Journal.open(file, objects);
    return objects;
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static StoredObject object(String key, long size) {
    return new StoredObject(
        key,
        "data",
        size,
        "etag",
        Instant.EPOCH,
        Map.of("content-type", "a/b"),
        Map.of(),
        Map.of("CRC32", "AAAAAA=="),
        StoredObject.FULL_OBJECT,
        List.of(1L));
  }
}
