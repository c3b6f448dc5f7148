package dev.aloft.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.training.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script's way into the container. */
class ScriptArchiveTest {
  private static final int LARGE = 3 << 20;

  /** Tells of each file below the script its name, its size and whether it may be executed. */
  private static final String TELLS =
      """
      import os
      found = []
      for folder, _, names in os.walk("."):
          for name in names:
              path = os.path.join(folder, name)
              found.append("%s %d %s" % (path[2:], os.path.getsize(path), os.access(path, os.X_OK)))
      with open(os.path.join(os.environ["ALOFT_MODEL_DIR"], "files.txt"), "w") as file:
          file.write("\\n".join(sorted(found)))
      """;

  @TempDir private Path directory;

  @Test
  void bringsAllThatARunHasUseFor() throws IOException, InterruptedException {
    Path archive =
        Files.write(directory.resolve("code.tar.gz"), archive(scriptOfAllKinds("script")));

    assertThat(bootstrap(archive)).isZero();

    assertThat(Files.readAllLines(directory.resolve("model/files.txt")))
        .containsExactly(
            "data.bin " + LARGE + " False",
            "link.txt 5 False",
            "package/" + "deep/".repeat(30) + "grüße.txt 5 False",
            "run.sh 10 True",
            "train.py " + TELLS.length() + " False");
  }

  private Path scriptOfAllKinds(String name) throws IOException {
    Path script = Files.createDirectories(directory.resolve(name));
    Files.writeString(script.resolve("train.py"), TELLS);
    byte[] large = new byte[LARGE];
    new Random(7).nextBytes(large);
    Files.write(script.resolve("data.bin"), large);
    Path deep = Files.createDirectories(script.resolve("package/" + "deep/".repeat(30)));
    Files.writeString(deep.resolve("grüße.txt"), "hello");
    Path program = Files.writeString(script.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
    Path outside = Files.writeString(directory.resolve(name + "-outside.txt"), "world");
    Files.createSymbolicLink(script.resolve("link.txt"), outside);
    Files.createDirectories(script.resolve("empty"));
    for (String useless : List.of(".git/config", "package/__pycache__/a.pyc", "env/pyvenv.cfg")) {
      Path file = script.resolve(useless);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "useless");
    }
    return script;
  }

  @Test
  void isTheSameForTheSameFiles() throws IOException {
    Path one = scriptOfAllKinds("one");
    Path other = scriptOfAllKinds("other");
    Files.setLastModifiedTime(
        other.resolve("train.py"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    Files.writeString(other.resolve(".git/config"), "changed");
    byte[] archive = archive(one);
    assertThat(archive(other)).isEqualTo(archive);
    assertThat(new String(archive, StandardCharsets.ISO_8859_1)).hasSizeGreaterThan(LARGE);

    Files.writeString(other.resolve("train.py"), "changed");
    assertThat(archive(other)).isNotEqualTo(archive);
  }

  private static byte[] archive(Path script) throws IOException {
    try (InputStream in = new ScriptArchive(Script.of(script, "train.py"))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside.py", "/tmp/outside.py", "link", "twice"})
  void isNotUnpackedToElsewhere(String name) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      byte type = name.equals("link") ? TarConstants.LF_SYMLINK : TarConstants.LF_NORMAL;
      for (int i = 0; i < (name.equals("twice") ? 2 : 1); i++) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName("/etc/passwd");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }
    Path archive = Files.write(directory.resolve("code.tar.gz"), bytes.toByteArray());

    assertThat(bootstrap(archive)).isEqualTo(1);
    assertThat(directory.resolve("failure.json"))
        .content()
        .contains("code.tar.gz holds '" + name + "', which is not taken");
  }

  /** Runs the script of an archive as a container does. */
  private int bootstrap(Path archive) throws IOException, InterruptedException {
    Path settings = directory.resolve("settings.json");
    Files.writeString(
        settings,
        String.format(
            "{\"entry\": \"train.py\", \"archive\": \"%s\", \"model\": \"%s\", \"failure\":"
                + " \"%s\"}",
            archive, directory.resolve("model"), directory.resolve("failure.json")));
    Path program = directory.resolve("bootstrap.py");
    try (InputStream in = Aloft.class.getResourceAsStream("bootstrap/aloft_bootstrap.py")) {
      Files.write(program, in.readAllBytes());
    }
    return new ProcessBuilder("python3", program.toString(), settings.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start()
        .waitFor();
  }
}
