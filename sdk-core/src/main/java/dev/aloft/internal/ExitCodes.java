package dev.aloft.internal;

import java.util.Map;

/** What exit codes of programs mean, in words. */
final class ExitCodes {
  private static final int SIGNALS = 128;
  private static final int KILLED = 9;

  private static final Map<Integer, String> SIGNAL_WORDS =
      Map.of(
          1,
          "SIGHUP, its terminal went away",
          2,
          "SIGINT, it was interrupted",
          4,
          "SIGILL, an instruction that this processor does not know",
          6,
          "SIGABRT, it aborted itself",
          7,
          "SIGBUS, it touched memory that is not there, such as a full /dev/shm",
          8,
          "SIGFPE, a division by zero or the like",
          KILLED,
          "SIGKILL, most often because the machine ran out of memory",
          11,
          "SIGSEGV, native code touched memory that is not its own",
          13,
          "SIGPIPE, it wrote to somebody who was gone",
          15,
          "SIGTERM, it was asked to stop");

  private ExitCodes() {}

  /** {@code exit code 137: killed by SIGKILL, most often …}; a negative code is a signal. */
  static String words(int code) {
    String text = "exit code " + code;
    int signal = signal(code);
    if (signal > 0) {
      return text + ": killed by " + SIGNAL_WORDS.getOrDefault(signal, "signal " + signal);
    }
    return switch (code) {
      case 126 -> text + ": the program was found and cannot be executed";
      case 127 -> text + ": the program, or one that it calls, was not found";
      default -> text;
    };
  }

  /** Whether this is how a program looks that ran out of memory. */
  static boolean isOutOfMemory(int code) {
    return signal(code) == KILLED;
  }

  private static int signal(int code) {
    if (code < 0 && code > -65) {
      return -code;
    }
    return code > SIGNALS && code <= SIGNALS + 64 ? code - SIGNALS : 0;
  }
}
