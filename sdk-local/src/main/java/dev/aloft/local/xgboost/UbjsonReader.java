package dev.aloft.local.xgboost;

import java.nio.charset.StandardCharsets;

/** UBJSON (draft 12) as XGBoost writes it, and as other writers of the same draft might. */
final class UbjsonReader extends ModelReader {

  UbjsonReader(byte[] bytes) {
    super(bytes);
  }

  @Override
  void startObject() throws BrokenModelException {
    expect('{', "an object");
  }

  @Override
  boolean hasNextKey() throws BrokenModelException {
    if (remaining() > 0 && bytes[position] == '}') {
      position++;
      return false;
    }
    return true;
  }

  @Override
  String key() throws BrokenModelException {
    return text();
  }

  @Override
  String string() throws BrokenModelException {
    expect('S', "a string");
    return text();
  }

  @Override
  Span startArray() throws BrokenModelException {
    expect('[', "an array");
    int type = 0;
    if (remaining() > 0 && bytes[position] == '$') {
      position++;
      type = nextByte();
      if (size(type) == 0) {
        throw broken("an array of type " + mark(type) + " is unknown");
      }
      if (nextByte() != '#') {
        throw broken("an array with a type has no count");
      }
      return new Span(length(size(type)), type);
    }
    if (remaining() > 0 && bytes[position] == '#') {
      position++;
      return new Span(length(1), 0);
    }
    return Span.OPEN;
  }

  @Override
  boolean hasNextElement(Span span, int index) throws BrokenModelException {
    if (span.count() >= 0) {
      return index < span.count();
    }
    if (remaining() > 0 && bytes[position] == ']') {
      position++;
      return false;
    }
    return true;
  }

  @Override
  float floatElement(Span span) throws BrokenModelException {
    int type = span.type() != 0 ? span.type() : nextByte();
    if (type == 'd') {
      return Float.intBitsToFloat((int) bigEndian(4));
    }
    if (type == 'D') {
      return (float) Double.longBitsToDouble(bigEndian(8));
    }
    return integer(type);
  }

  @Override
  long integerElement(Span span) throws BrokenModelException {
    int type = span.type() != 0 ? span.type() : nextByte();
    return type == 'T' ? 1 : type == 'F' ? 0 : integer(type);
  }

  @Override
  void skipNumber(Span span) throws BrokenModelException {
    floatElement(span);
  }

  @Override
  void skip() throws BrokenModelException, UnsupportedModelException {
    int type = remaining() > 0 ? bytes[position] & 0xff : nextByte();
    if (type == '{') {
      object(key -> skip());
    } else if (type == '[') {
      skipArray();
    } else {
      position++;
      skipScalar(type);
    }
  }

  @Override
  void end() throws BrokenModelException {
    if (remaining() > 0) {
      throw broken(remaining() + " bytes follow the model");
    }
  }

  private void skipArray() throws BrokenModelException, UnsupportedModelException {
    int start = position;
    Span span = startArray();
    if (span.type() != 0) {
      position += span.count() * size(span.type());
    } else {
      position = start;
      array(index -> skip());
    }
  }

  private void skipScalar(int type) throws BrokenModelException {
    if (type == 'S') {
      int length = length(1);
      position += length;
    } else if (type == 'C') {
      nextByte();
    } else if (type != 'T' && type != 'F' && type != 'Z') {
      bigEndian(known(type));
    }
  }

  private String text() throws BrokenModelException {
    int length = length(1);
    if (length > MAX_STRING) {
      throw broken("a string of " + length + " bytes is longer than " + MAX_STRING);
    }
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** Reads a count of elements that must all be there. */
  private int length(int elementSize) throws BrokenModelException {
    long length = integer(nextByte());
    if (length < 0 || length > remaining() / elementSize) {
      throw broken("a length of " + length + " with " + remaining() + " bytes left");
    }
    return (int) length;
  }

  private long integer(int type) throws BrokenModelException {
    if (type == 'd' || type == 'D') {
      throw broken("a whole number was expected, not a fraction");
    }
    int size = known(type);
    long value = bigEndian(size);
    return type == 'i'
        ? (byte) value
        : type == 'I' ? (short) value : type == 'l' ? (int) value : value;
  }

  private int known(int type) throws BrokenModelException {
    int size = size(type);
    if (size == 0) {
      throw broken("a number was expected, not " + mark(type));
    }
    return size;
  }

  private long bigEndian(int size) throws BrokenModelException {
    if (remaining() < size) {
      throw broken("the file ends too early");
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = (value << 8) | (bytes[position++] & 0xff);
    }
    return value;
  }

  private void expect(int type, String what) throws BrokenModelException {
    int found = nextByte();
    if (found != type) {
      throw broken(what + " was expected, not " + mark(found));
    }
  }

  private static int size(int type) {
    return switch (type) {
      case 'i', 'U' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> 0;
    };
  }

  private static String mark(int type) {
    return type > ' ' && type < 127 ? "'" + (char) type + "'" : "byte " + type;
  }
}
