package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of an endpoint: lines with times, in pages, in bounded room. */
class EndpointLogTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @TempDir Path folder;

  @Test
  void readsWhatWasWrittenPageByPage() {
    EndpointLog log = log();
    for (int i = 0; i < 3_000; i++) {
      log.add("line " + i + " of the log of this endpoint");
    }
    List<LogLine> lines = new ArrayList<>();
    LogPage page = EndpointLog.read(file(), null);
    lines.addAll(page.lines());
    while (!page.caughtUp()) {
      page = EndpointLog.read(file(), page.cursor());
      lines.addAll(page.lines());
    }

    assertThat(lines).hasSize(3_000);
    assertThat(lines.get(2_999))
        .isEqualTo(new LogLine(NOW, "", "line 2999 of the log of this endpoint"));
    log.add("one more\nline");
    assertThat(EndpointLog.read(file(), page.cursor()).lines())
        .containsExactly(new LogLine(NOW, "", "one more ⏎ line"));
  }

  @Test
  void anEndpointThatSaidNothingHasAnEmptyLog() {
    LogPage page = EndpointLog.read(file(), null);
    assertThat(page.lines()).isEmpty();
    assertThat(page.caughtUp()).isTrue();
  }

  @Test
  void staysSmall() throws IOException {
    EndpointLog log = log();
    String long1 = "x".repeat(100_000);
    for (int i = 0; i < 30; i++) {
      log.add(long1);
    }
    assertThat(Files.size(file())).isLessThan(1_300_000);
    assertThat(Files.size(EndpointLog.older(file()))).isLessThan(1_300_000);
    assertThat(EndpointLog.read(file(), "2900000").lines()).as("a cursor of before").isNotNull();
  }

  @Test
  void takesNoLineOnceItsEndpointIsGone() throws IOException {
    EndpointLog log = log();
    log.add("one");
    log.end();
    Files.delete(file());
    log.add("two");
    assertThat(file()).doesNotExist();
  }

  private EndpointLog log() {
    return new EndpointLog(file(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private Path file() {
    return folder.resolve("e.log");
  }
}
