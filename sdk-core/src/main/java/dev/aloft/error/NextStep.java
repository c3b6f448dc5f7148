package dev.aloft.error;

/**
 * Something to do about an error, as a line that can be pasted.
 *
 * @param why what the line achieves, in a few words
 * @param kind the language of the line
 * @param line one Java or shell line
 */
public record NextStep(String why, Kind kind, String line) {

  /** The language of a step. */
  public enum Kind {
    /** A Java statement against the Aloft API. */
    JAVA,
    /** A shell command. */
    SHELL
  }

  /** A step in Java. */
  public static NextStep java(String why, String line) {
    return new NextStep(why, Kind.JAVA, line);
  }

  /** A step in the shell. */
  public static NextStep shell(String why, String line) {
    return new NextStep(why, Kind.SHELL, line);
  }
}
