package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDirectoryTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("sub"));
    Files.writeString(directory.resolve("sub/b.txt"), "bee");
    Files.writeString(directory.resolve("a.txt"), "a");
  }

  @Test
  void showsItsFilesInOrderOfTheirKeys() {
    LocalDirectory store = new LocalDirectory(directory);

    assertThat(store.list("", null).items())
        .extracting(Stored::key)
        .containsExactly("a.txt", "sub/b.txt");
    assertThat(store.list("sub/", null).items()).extracting(Stored::size).containsExactly(3L);
    assertThat(store.head("sub")).isEmpty();
    assertThat(store.head("a.txt")).isPresent();
  }

  @Test
  void readsFromAnOffset() throws IOException {
    try (var in = new LocalDirectory(directory).get("sub/b.txt", 1, -1)) {
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("ee");
    }
  }

  @Test
  void writesNothing() {
    LocalDirectory store = new LocalDirectory(directory);

    assertThatThrownBy(() -> store.put("c", Source.of("c"), true, Map.of()))
        .isInstanceOf(AloftException.class);
    assertThatThrownBy(() -> store.delete("a.txt")).isInstanceOf(AloftException.class);
    assertThat(directory.resolve("a.txt")).exists();
  }
}
