package dev.aloft.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.ChildJvm;
import dev.aloft.local.DirectContext;
import dev.aloft.local.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one directory. */
class FileStoreRaceTest {
  private static final int KEYS = 200;
  private static final int PROCESSES = 3;

  @TempDir Path directory;

  @Test
  void oneProcessWinsEachKey() throws Exception {
    List<Process> racers = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      racers.add(ChildJvm.start(Racer.class, directory.toString(), Integer.toString(i)));
    }
    for (int i = 0; i < PROCESSES; i++) {
      Path ready = directory.resolve("ready-" + i);
      Eventually.holds("a racer is ready", () -> Files.exists(ready));
    }
    Files.createFile(directory.resolve("go"));

    Map<String, String> winners = new HashMap<>();
    for (int i = 0; i < PROCESSES; i++) {
      assertThat(racers.get(i).waitFor()).isZero();
      for (String key : Files.readAllLines(directory.resolve("won-" + i))) {
        assertThat(winners.put(key, Integer.toString(i))).as(key).isNull();
      }
    }
    assertThat(winners).hasSize(KEYS);
    FileStore store = new FileStore(directory.resolve("store"), new DirectContext(Map.of()));
    for (Map.Entry<String, String> winner : winners.entrySet()) {
      assertThat(text(store, winner.getKey())).isEqualTo(winner.getValue().repeat(1000));
      assertThat(store.head(winner.getKey()).orElseThrow().metadata())
          .isEqualTo(Map.of("by", winner.getValue()));
    }
  }

  private static String text(FileStore store, String key) throws IOException {
    try (InputStream in = store.get(key, 0, -1)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Tries to create every key and writes down which ones it created. */
  static final class Racer {
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      String me = arguments[1];
      FileStore store = new FileStore(directory.resolve("store"), new DirectContext(Map.of()));
      store.time();
      Files.createFile(directory.resolve("ready-" + me));
      Eventually.holds("the start", () -> Files.exists(directory.resolve("go")));
      List<String> won = new ArrayList<>();
      for (int key = 0; key < KEYS; key++) {
        try {
          store.put("k/" + key, Source.of(me.repeat(1000)), true, Map.of("by", me));
          won.add("k/" + key);
        } catch (AloftException e) {
          if (e.code() != ErrorCode.ALREADY_EXISTS) {
            throw e;
          }
        }
      }
      Files.write(directory.resolve("won-" + me), won);
    }
  }
}
