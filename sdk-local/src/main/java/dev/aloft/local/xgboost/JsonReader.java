package dev.aloft.local.xgboost;

import java.nio.charset.StandardCharsets;

/**
 * JSON as XGBoost writes it: also with the bare words NaN, Infinity and -Infinity, and with numbers
 * that go straight to float, without a detour over double.
 */
final class JsonReader extends ModelReader {
  private static final int MAX_NUMBER = 1000;
  private static final int MAX_DIGITS = 18;

  private boolean first;

  JsonReader(byte[] bytes) {
    super(bytes);
  }

  @Override
  void startObject() throws BrokenModelException {
    expect('{', "an object");
    first = true;
  }

  @Override
  boolean hasNextKey() throws BrokenModelException {
    return hasNext('}');
  }

  @Override
  String key() throws BrokenModelException {
    String key = string();
    expect(':', "a colon");
    return key;
  }

  @Override
  Span startArray() throws BrokenModelException {
    expect('[', "an array");
    first = true;
    return Span.OPEN;
  }

  @Override
  boolean hasNextElement(Span span, int index) throws BrokenModelException {
    return hasNext(']');
  }

  @Override
  String string() throws BrokenModelException {
    expect('"', "a string");
    int start = position;
    int stop = endOfString();
    if (stop - start > MAX_STRING) {
      throw broken("a string of " + (stop - start) + " bytes is longer than " + MAX_STRING);
    }
    String raw = new String(bytes, start, stop - start, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
  }

  @Override
  float floatElement(Span span) throws BrokenModelException {
    return Float.parseFloat(number());
  }

  @Override
  long integerElement(Span span) throws BrokenModelException {
    int next = peek();
    if (next == 't' || next == 'f') {
      return word().equals("true") ? 1 : 0;
    }
    boolean negative = next('-');
    int start = position;
    digits();
    boolean whole = remaining() == 0 || ".eE".indexOf(bytes[position]) < 0;
    if (!whole || position - start > MAX_DIGITS) {
      throw broken("a whole number was expected");
    }
    long value = 0;
    for (int i = start; i < position; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return negative ? -value : value;
  }

  @Override
  void skipNumber(Span span) throws BrokenModelException {
    passNumber();
  }

  @Override
  void skip() throws BrokenModelException, UnsupportedModelException {
    int next = peek();
    if (next == '{') {
      object(key -> skip());
    } else if (next == '[') {
      array(index -> skip());
    } else if (next == '"') {
      position++;
      endOfString();
    } else if (next == 't' || next == 'f' || next == 'n') {
      word();
    } else {
      passNumber();
    }
  }

  @Override
  void end() throws BrokenModelException {
    skipSpace();
    if (remaining() > 0) {
      throw broken(remaining() + " bytes follow the model");
    }
  }

  private boolean hasNext(char close) throws BrokenModelException {
    int next = peek();
    boolean opening = first;
    first = false;
    if (next == close) {
      position++;
      return false;
    }
    if (!opening) {
      expect(',', close == ']' ? "a comma or ']'" : "a comma or '}'");
    }
    return true;
  }

  private String number() throws BrokenModelException {
    skipSpace();
    int start = position;
    passNumber();
    return new String(bytes, start, position - start, StandardCharsets.ISO_8859_1);
  }

  private void passNumber() throws BrokenModelException {
    skipSpace();
    next('-');
    int start = position;
    if (remaining() > 0 && isLetter(bytes[position])) {
      notFinite();
    } else {
      digits();
      if (next('.')) {
        digits();
      }
      if (next('e') || next('E')) {
        if (!next('-')) {
          next('+');
        }
        digits();
      }
    }
    if (position - start > MAX_NUMBER) {
      throw broken("a number has more than " + MAX_NUMBER + " characters");
    }
  }

  private void notFinite() throws BrokenModelException {
    String word = word();
    if (!word.equals("Infinity") && !word.equals("NaN")) {
      throw broken("a number was expected, not " + word);
    }
  }

  private void digits() throws BrokenModelException {
    int start = position;
    while (remaining() > 0 && bytes[position] >= '0' && bytes[position] <= '9') {
      position++;
    }
    if (position == start) {
      throw broken(remaining() > 0 ? "a number was expected" : "the file ends too early");
    }
  }

  /** Reads one of the bare words of JSON, or of those XGBoost adds. */
  private String word() throws BrokenModelException {
    int start = position;
    while (remaining() > 0 && isLetter(bytes[position]) && position - start < 10) {
      position++;
    }
    String word = new String(bytes, start, position - start, StandardCharsets.ISO_8859_1);
    return switch (word) {
      case "true", "false", "null", "NaN", "Infinity" -> word;
      default -> throw broken("a value was expected, not '" + word + "'");
    };
  }

  private boolean next(char wanted) {
    if (remaining() > 0 && bytes[position] == wanted) {
      position++;
      return true;
    }
    return false;
  }

  private int endOfString() throws BrokenModelException {
    while (true) {
      int next = nextByte();
      if (next == '"') {
        return position - 1;
      }
      if (next == '\\') {
        nextByte();
      }
    }
  }

  private String unescaped(String raw) throws BrokenModelException {
    StringBuilder text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c != '\\') {
        text.append(c);
      } else if (raw.charAt(i) == 'u') {
        text.append(codeUnit(raw, i + 1));
        i += 5;
      } else {
        text.append(escaped(raw.charAt(i++)));
      }
    }
    return text.toString();
  }

  private char codeUnit(String raw, int start) throws BrokenModelException {
    int unit = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        throw broken("\\u is not followed by four hexadecimal digits");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private char escaped(char c) throws BrokenModelException {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> throw broken("the escape \\" + c + " is unknown");
    };
  }

  private void expect(char wanted, String what) throws BrokenModelException {
    skipSpace();
    int found = nextByte();
    if (found != wanted) {
      throw broken(what + " was expected, not '" + (char) found + "'");
    }
  }

  private int peek() throws BrokenModelException {
    skipSpace();
    int next = nextByte();
    position--;
    return next;
  }

  private void skipSpace() {
    while (remaining() > 0 && isSpace(bytes[position])) {
      position++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
