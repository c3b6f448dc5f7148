package dev.aloft.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;

class SteadyTarTest {
  private static final String LONG = "a/".repeat(150) + "model.bin";

  private static byte[] archive(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream archive = SteadyTar.to(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
        archive.putArchiveEntry(SteadyTar.file(file.getKey(), text.length, SteadyTar.PLAIN));
        archive.write(text);
        archive.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, String> read(byte[] archive) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.isFile()).isTrue();
        assertThat(entry.getLastModifiedDate()).hasTime(0);
        files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void othersReadWhatIsPacked() throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("model.json", "{}");
    files.put("empty", "");
    files.put("code/inference.py", "x".repeat(512));
    files.put("größe ü.txt", "y".repeat(1000));
    files.put(LONG, "deep");

    assertThat(read(archive(files))).isEqualTo(files);
  }

  @Test
  void theSameFilesAreTheSameBytes() throws Exception {
    assertThat(archive(Map.of("a", "1"))).isEqualTo(archive(Map.of("a", "1")));
  }

  @Test
  void aFileThatIsShorterThanItSaysIsRefused() throws Exception {
    try (TarArchiveOutputStream archive = SteadyTar.to(new ByteArrayOutputStream())) {
      archive.putArchiveEntry(SteadyTar.file("a", 3, SteadyTar.PLAIN));
      archive.write(new byte[2]);
      assertThatThrownBy(archive::closeArchiveEntry)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("'a'")
          .hasMessageContaining("3");
      archive.write(0);
      archive.closeArchiveEntry();
    }
  }
}
