package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path directory;

  @Test
  void givesEveryLineOnceInBoundedPieces() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      lines.add("ü line " + i + (i % 1000 == 0 ? " long".repeat(20_000) : ""));
    }
    Path file = Files.write(directory.resolve("log"), lines);

    assertThat(read(file, true, 2000)).isEqualTo(lines);
  }

  @Test
  void givesALineThatNeverEnds() throws IOException {
    Path file = Files.writeString(directory.resolve("log"), "x".repeat(700_000));

    List<String> lines = read(file, false, 2);
    assertThat(String.join("", lines)).hasSize(2 << 18);
    assertThat(String.join("", read(file, true, 2))).hasSize(700_000);
  }

  @Test
  void waitsForTheEndOfALineAndOfACarriageReturn() throws IOException {
    Path file = Files.writeString(directory.resolve("log"), "one\r\n\ntw");
    LogPage page = new LogFile(file).page(null, false);

    assertThat(page.lines()).extracting(LogLine::text).containsExactly("one", "");
    assertThat(page.caughtUp()).isTrue();
    Files.writeString(file, "one\r\n\ntwo\n");
    assertThat(new LogFile(file).page(page.cursor(), false).lines())
        .extracting(LogLine::text)
        .containsExactly("two");
  }

  @Test
  void givesTheLastLinesWithoutReadingTheRest() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      lines.add("line " + i);
    }
    Path file = Files.write(directory.resolve("log"), lines);
    Files.writeString(file, "and a half", java.nio.file.StandardOpenOption.APPEND);

    assertThat(new LogFile(file).tail(3))
        .extracting(LogLine::text)
        .containsExactly("line 49998", "line 49999", "and a half");
    assertThat(new LogFile(Files.writeString(file, "one\n")).tail(3)).hasSize(1);
    assertThat(new LogFile(directory.resolve("none")).tail(3)).isEmpty();
  }

  @Test
  void isEmptyWhereThereIsNone() throws IOException {
    LogPage page = new LogFile(directory.resolve("none")).page("7", false);
    assertThat(page).isEqualTo(new LogPage(List.of(), "7", true));
  }

  private static List<String> read(Path file, boolean ended, int most) throws IOException {
    List<String> lines = new ArrayList<>();
    @Nullable String cursor = null;
    LogPage page;
    do {
      page = new LogFile(file).page(cursor, ended);
      assertThat(page.lines()).hasSizeLessThanOrEqualTo(most);
      page.lines().stream().map(LogLine::text).forEach(lines::add);
      cursor = page.cursor();
    } while (!page.caughtUp());
    return lines;
  }
}
