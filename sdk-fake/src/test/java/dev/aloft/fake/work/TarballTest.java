package dev.aloft.fake.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballTest {
  @TempDir Path directory;

  @Test
  void unpacksWhatItPacked() throws IOException {
    Path from = Files.createDirectories(directory.resolve("from/code"));
    Files.writeString(from.resolve("serve.py"), "print(1)");
    assertThat(from.resolve("serve.py").toFile().setExecutable(true)).isTrue();
    Files.writeString(from.resolveSibling("a name that is long ".repeat(8)), "long");
    Path archive = directory.resolve("model.tar.gz");

    Tarball.pack(directory.resolve("from"), archive);
    Tarball.unpack(archive, directory.resolve("to"));

    assertThat(directory.resolve("to/code/serve.py")).hasContent("print(1)").isExecutable();
    assertThat(directory.resolve("to/" + "a name that is long ".repeat(8))).hasContent("long");
  }

  @Test
  void givesTheSameBytesForTheSameContent() throws IOException {
    Path from = Files.createDirectories(directory.resolve("from"));
    Path file = Files.writeString(from.resolve("model"), "m");
    Tarball.pack(from, directory.resolve("first"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    Tarball.pack(from, directory.resolve("second"));

    assertThat(directory.resolve("second")).hasSameBinaryContentAs(directory.resolve("first"));
  }

  @Test
  void unpacksNothingOutsideOfTheFolder() throws IOException {
    Path archive = archive(new TarArchiveEntry("../outside", TarConstants.LF_NORMAL));

    assertThatThrownBy(() -> Tarball.unpack(archive, directory.resolve("to")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("../outside");
    assertThat(directory.resolve("outside")).doesNotExist();
  }

  @Test
  void takesNamesThatBeginAtTheRootForNamesInTheFolder() throws IOException {
    Path file = archive(new TarArchiveEntry("/top", TarConstants.LF_NORMAL, true));
    Tarball.unpack(file, directory.resolve("to"));
    assertThat(directory.resolve("to/top")).isEmptyFile();

    Path root = archive(new TarArchiveEntry("", TarConstants.LF_DIR));
    Tarball.unpack(root, directory.resolve("other"));
    assertThat(directory.resolve("other")).isEmptyDirectory();
  }

  @Test
  void refusesLinks() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/passwd");
    Path archive = archive(link);

    assertThatThrownBy(() -> Tarball.unpack(archive, directory.resolve("to")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("link");
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    Path file = Files.writeString(directory.resolve("model.tar.gz"), "not an archive");

    assertThatThrownBy(() -> Tarball.unpack(file, directory.resolve("to")))
        .isInstanceOf(IOException.class);
  }

  private Path archive(TarArchiveEntry entry) throws IOException {
    Path archive = directory.resolve("hostile.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GzipCompressorOutputStream(Files.newOutputStream(archive)))) {
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return archive;
  }
}
