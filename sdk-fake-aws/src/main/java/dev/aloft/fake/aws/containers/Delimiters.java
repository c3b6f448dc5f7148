package dev.aloft.fake.aws.containers;

/** What separates the values of CSV without a header. Stateless. */
final class Delimiters {
  private static final String KNOWN = ",\t;|: ";

  private Delimiters() {}

  /** The first of the usual ones that a line has; a comma when it has none. */
  static char of(String line) {
    for (int i = 0; i < KNOWN.length(); i++) {
      if (line.strip().indexOf(KNOWN.charAt(i)) >= 0) {
        return KNOWN.charAt(i);
      }
    }
    return ',';
  }

  /** The values of a line. */
  static String[] split(String line, char delimiter) {
    return line.split(java.util.regex.Pattern.quote(String.valueOf(delimiter)), -1);
  }
}
