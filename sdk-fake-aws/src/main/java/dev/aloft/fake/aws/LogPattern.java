package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A filter pattern of CloudWatch Logs for lines of text: words and quoted phrases that must all
 * occur, {@code ?word} of which one must, {@code -word} of which none may, {@code %regex%}.
 * Immutable.
 */
record LogPattern(List<Pattern> all, List<Pattern> any, List<Pattern> none) {
  private static final Pattern TERM =
      Pattern.compile("([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|%([^%]*)%|(\\S+))");

  /** Reads a pattern; the empty one fits all lines. */
  static LogPattern of(String text) {
    if (text.startsWith("{") || text.startsWith("[")) {
      throw new AwsFailure(
          400,
          "InvalidParameterException",
          "filterPattern: patterns of JSON and of columns are not served here; use words");
    }
    LogPattern pattern = new LogPattern(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Matcher terms = TERM.matcher(text);
    while (terms.find()) {
      Pattern term = term(terms);
      switch (terms.group(1)) {
        case "?" -> pattern.any.add(term);
        case "-" -> pattern.none.add(term);
        default -> pattern.all.add(term);
      }
    }
    return pattern;
  }

  private static Pattern term(Matcher terms) {
    if (terms.group(3) != null) {
      try {
        return Pattern.compile(terms.group(3));
      } catch (PatternSyntaxException e) {
        throw new AwsFailure(400, "InvalidParameterException", "Invalid filter pattern");
      }
    }
    String word =
        terms.group(2) == null ? terms.group(4) : terms.group(2).replaceAll("\\\\(.)", "$1");
    return Pattern.compile(Pattern.quote(word));
  }

  boolean fits(String message) {
    return all.stream().allMatch(term -> term.matcher(message).find())
        && (any.isEmpty() || any.stream().anyMatch(term -> term.matcher(message).find()))
        && none.stream().noneMatch(term -> term.matcher(message).find());
  }
}
