package dev.aloft.internal;

import java.io.Console;
import java.lang.reflect.Method;

/** Whether something that is written to ends at a person. */
final class Terminals {
  private Terminals() {}

  /** Whether this is the standard output and leads to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // newer versions are asked themselves below
  static boolean isTerminal(Appendable out) {
    Console console = System.console();
    return out == System.out && console != null && isTerminal(console);
  }

  /** Before Java 22 there was a console only at a terminal; since then it says so itself. */
  private static boolean isTerminal(Console console) {
    try {
      Method method = Console.class.getMethod("isTerminal");
      return (boolean) method.invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
