package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What exit codes mean. */
class ExitCodesTest {

  @Test
  void explainsSignals() {
    assertThat(ExitCodes.words(137)).contains("137", "SIGKILL", "memory");
    assertThat(ExitCodes.words(139)).contains("139", "SIGSEGV");
    assertThat(ExitCodes.words(143)).contains("SIGTERM");
    assertThat(ExitCodes.words(-9)).contains("SIGKILL");
    assertThat(ExitCodes.words(128 + 40)).contains("signal 40");
    assertThat(ExitCodes.words(127)).contains("not found");
    assertThat(ExitCodes.words(1)).isEqualTo("exit code 1");
    assertThat(ExitCodes.words(255)).isEqualTo("exit code 255");
    assertThat(ExitCodes.isOutOfMemory(137)).isTrue();
    assertThat(ExitCodes.isOutOfMemory(139)).isFalse();
  }
}
