package dev.aloft.fake.gcp;

import com.google.protobuf.Message;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filters of lists: comparisons with AND, OR, NOT and parentheses, where OR binds closer
 * than AND. Used once.
 *
 * @param <T> what is listed
 */
final class Filter<T> {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|<=|>=|!=|=~|!~|[()<>=:-]|[^\\s()<>=!:\"']+)");

  private static final String LABEL = "labels.";
  private static final Set<String> OPERATORS =
      Set.of("=", "!=", "<", ">", "<=", ">=", ":", "=~", "!~");

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private final String text;
  private final Fields<T> fields;
  private final Function<T, Map<String, String>> labels;
  private final List<String> tokens = new ArrayList<>();
  private final List<Map.Entry<String, String>> needed = new ArrayList<>();
  private int at;

  /**
   * What a filter lets through.
   *
   * @param needed labels that everything has which is let through
   */
  record Wanted<T>(Predicate<T> condition, List<Map.Entry<String, String>> needed)
      implements Predicate<T> {
    @Override
    public boolean test(T one) {
      return condition.test(one);
    }
  }

  /** What can be compared. */
  interface Fields<T> {

    /** Reads a field; null when there is none of that name. */
    @Nullable Function<T, String> find(String name);

    /** What a text alone lets through, and whether patterns are known; null where neither is. */
    default @Nullable Predicate<T> text(String wanted) {
      return null;
    }

    /** How values are ordered that are no times. */
    default int compare(String own, String value) {
      return own.compareTo(value);
    }

    /** Whether a value holds a text. */
    default boolean holds(String own, String text) {
      return own.contains(text);
    }

    /** The names, to be told. */
    Set<String> names();
  }

  private record Known<T>(Map<String, Function<T, String>> fields) implements Fields<T> {
    @Override
    public @Nullable Function<T, String> find(String name) {
      Function<T, String> known = fields.get(name);
      return known == null ? fields.get(snakeCase(name)) : known;
    }

    /** Names may be written in either way. */
    private static String snakeCase(String name) {
      return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<String> names() {
      return fields.keySet();
    }
  }

  private Filter(String text, Fields<T> fields, Function<T, Map<String, String>> labels) {
    this.text = text;
    this.fields = fields;
    this.labels = labels;
  }

  /**
   * What a filter lets through; everything where it is empty.
   *
   * @param fields what may be compared, by name
   * @param labels the labels of what is listed
   */
  static <T extends Message> Wanted<T> of(
      String text,
      Map<String, Function<T, String>> fields,
      Function<T, Map<String, String>> labels) {
    return of(text, new Known<>(fields), labels);
  }

  /** The same of fields that are no fixed set. */
  static <T> Wanted<T> of(String text, Fields<T> fields, Function<T, Map<String, String>> labels) {
    if (text.isBlank()) {
      return new Wanted<>(one -> true, List.of());
    }
    Filter<T> filter = new Filter<>(text, fields, labels);
    filter.split();
    Predicate<T> whole = filter.expression();
    if (filter.at < filter.tokens.size()) {
      throw filter.invalid("unexpected '" + filter.tokens.get(filter.at) + "'");
    }
    return new Wanted<>(whole, List.copyOf(filter.needed));
  }

  private void split() {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw invalid("cannot be read at position " + end);
      }
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
  }

  private Predicate<T> expression() {
    Predicate<T> all = sequence();
    while (skip("AND")) {
      all = all.and(sequence());
    }
    return all;
  }

  private Predicate<T> sequence() {
    Predicate<T> all = factor();
    while (at < tokens.size() && !Set.of("AND", ")").contains(tokens.get(at))) {
      all = all.and(factor());
    }
    return all;
  }

  private Predicate<T> factor() {
    int before = needed.size();
    Predicate<T> any = term();
    while (skip("OR")) {
      any = any.or(term());
      forget(before);
    }
    return any;
  }

  /** What is one of several, or denied, need not be. */
  private void forget(int from) {
    needed.subList(from, needed.size()).clear();
  }

  private Predicate<T> term() {
    if (skip("NOT") || skip("-")) {
      int before = needed.size();
      Predicate<T> denied = term().negate();
      forget(before);
      return denied;
    }
    if (skip("(")) {
      Predicate<T> inner = expression();
      if (!skip(")")) {
        throw invalid("a parenthesis is not closed");
      }
      return inner;
    }
    return comparison();
  }

  private Predicate<T> comparison() {
    String field = field();
    if (at == tokens.size() || !OPERATORS.contains(tokens.get(at))) {
      Predicate<T> text = fields.text(plain(field));
      if (text != null) {
        return text;
      }
    }
    String operator = next("an operator behind '" + field + "'");
    if (!OPERATORS.contains(operator) || (isPattern(operator) && fields.text("") == null)) {
      throw invalid("'" + operator + "' is no operator");
    }
    if (skip("(")) {
      return anyOf(field, operator);
    }
    StringBuilder value = new StringBuilder(plain(next("a value of '" + field + "'")));
    while (at + 1 < tokens.size() && tokens.get(at).equals(":")) {
      at++;
      value.append(':').append(tokens.get(at++)); // a time without quotes
    }
    note(field, operator, value.toString());
    return comparison(field, operator, value.toString());
  }

  /** A field, whose parts may be quoted. */
  private String field() {
    StringBuilder field = new StringBuilder(next("a field"));
    while (at < tokens.size() && field.charAt(field.length() - 1) == '.') {
      field.append(plain(tokens.get(at++)));
    }
    return field.toString();
  }

  private static boolean isPattern(String operator) {
    return operator.equals("=~") || operator.equals("!~");
  }

  private void note(String field, String operator, String value) {
    boolean said = !value.isEmpty() && !value.endsWith("*");
    if (field.startsWith(LABEL) && operator.equals("=") && said) {
      needed.add(Map.entry(plain(field.substring(LABEL.length())), value));
    }
  }

  /** Several values of one field, in parentheses. */
  private Predicate<T> anyOf(String field, String operator) {
    Predicate<T> any = comparison(field, operator, plain(next("a value of '" + field + "'")));
    while (skip("OR")) {
      any = any.or(comparison(field, operator, plain(next("a value of '" + field + "'"))));
    }
    if (!skip(")")) {
      throw invalid("a parenthesis is not closed");
    }
    return any;
  }

  private Predicate<T> comparison(String field, String operator, String value) {
    if (field.equals("labels") && operator.equals(":")) {
      return one -> labels.apply(one).containsKey(value);
    }
    if (field.startsWith(LABEL)) {
      String key = plain(field.substring(LABEL.length()));
      if (operator.equals(":") && value.equals("*")) {
        return one -> labels.apply(one).containsKey(key);
      }
      return compared(one -> labels.apply(one).getOrDefault(key, ""), operator, value);
    }
    Function<T, String> read = fields.find(field);
    if (read == null) {
      throw invalid(
          "'" + field + "' cannot be filtered by; what can be is labels and " + fields.names());
    }
    return compared(read, operator, value);
  }

  private Predicate<T> compared(Function<T, String> read, String operator, String value) {
    if (operator.equals(":")) {
      Predicate<String> fits = fits(value);
      return one -> fits.test(read.apply(one));
    }
    if (isPattern(operator)) {
      Predicate<String> found = pattern(value).asPredicate();
      return one -> found.test(read.apply(one)) == operator.equals("=~");
    }
    Instant time = time(value);
    return one -> {
      int order = order(read.apply(one), value, time);
      return switch (operator) {
        case "=" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case ">" -> order > 0;
        case "<=" -> order <= 0;
        default -> order >= 0;
      };
    };
  }

  /**
   * What a colon lets through: a part of it, or what stars leave open; a star alone is anything.
   */
  private Predicate<String> fits(String value) {
    if (value.equals("*")) {
      return own -> !own.isEmpty();
    }
    if (!value.contains("*")) {
      return own -> fields.holds(own, value);
    }
    String literals = Pattern.quote(value).replace("*", "\\E.*\\Q");
    return Pattern.compile(literals, Pattern.DOTALL).asMatchPredicate();
  }

  private Pattern pattern(String value) {
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      throw invalid("'" + value + "' is no regular expression");
    }
  }

  private int order(String own, String value, @Nullable Instant time) {
    Instant ownTime = time == null ? null : time(own);
    if (ownTime != null) {
      return ownTime.compareTo(time);
    }
    if (value.endsWith("*") && own.startsWith(value.substring(0, value.length() - 1))) {
      return 0;
    }
    return fields.compare(own, value);
  }

  /** What a value says as a time; null where it says none. */
  private static @Nullable Instant time(String value) {
    try {
      return TIME.parse(value, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private boolean skip(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private String next(String wanted) {
    if (at == tokens.size()) {
      throw invalid("it ends where " + wanted + " was expected");
    }
    return tokens.get(at++);
  }

  private static String plain(String token) {
    boolean quoted = token.length() > 1 && "\"'".indexOf(token.charAt(0)) >= 0;
    return quoted ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1") : token;
  }

  private GcpFailure invalid(String why) {
    return GcpFailure.invalid("Invalid filter '" + text + "': " + why + ".");
  }
}
