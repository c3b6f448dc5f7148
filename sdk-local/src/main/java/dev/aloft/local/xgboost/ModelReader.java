package dev.aloft.local.xgboost;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tree of keys and values of one model file from start to end; a reader per form.
 *
 * <p>The caller asks for the value it expects next. Whatever the bytes are, a reader ends with a
 * value or a {@link BrokenModelException}, never allocates more than a small multiple of the file's
 * size, and never nests deeper than {@link #MAX_DEPTH}. One thread at a time.
 */
abstract class ModelReader {
  static final int MAX_DEPTH = 64;
  static final int MAX_STRING = 1 << 20;

  final byte[] bytes;
  int position;

  private final @Nullable String[] keys = new @Nullable String[MAX_DEPTH];
  private final int[] indexes = new int[MAX_DEPTH];
  private int depth;

  ModelReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What reads the value of one key. */
  @FunctionalInterface
  interface Field {
    void read(String key) throws BrokenModelException, UnsupportedModelException;
  }

  /** What reads one element of an array. */
  @FunctionalInterface
  interface Element {
    void read(int index) throws BrokenModelException, UnsupportedModelException;
  }

  /** Reads an object, giving each key to {@code field}, which must read its value. */
  final void object(Field field) throws BrokenModelException, UnsupportedModelException {
    startObject();
    int level = enter();
    Set<String> seen = Set.of();
    while (hasNextKey()) {
      String key = key();
      keys[level] = key;
      if (seen.isEmpty()) {
        seen = new HashSet<>();
      }
      if (!seen.add(key)) {
        throw broken("the key stands there twice");
      }
      field.read(key);
    }
    depth = level;
  }

  /** Reads an array, calling {@code element} once for each of its values, which it must read. */
  final void array(Element element) throws BrokenModelException, UnsupportedModelException {
    Span span = startArray();
    int level = enter();
    int index = 0;
    while (hasNextElement(span, index)) {
      indexes[level] = index;
      element.read(index++);
    }
    depth = level;
  }

  /** Reads an array of numbers as floats, each rounded once. */
  final float[] floats() throws BrokenModelException {
    Span span = startArray();
    float[] values = new float[span.capacity()];
    int size = 0;
    while (hasNextElement(span, size)) {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = floatElement(span);
    }
    return size == values.length ? values : Arrays.copyOf(values, size);
  }

  /** Reads an array of whole numbers; true and false count as 1 and 0. */
  final int[] ints() throws BrokenModelException {
    Span span = startArray();
    int[] values = new int[span.capacity()];
    int size = 0;
    while (hasNextElement(span, size)) {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = int32(integerElement(span));
    }
    return size == values.length ? values : Arrays.copyOf(values, size);
  }

  /** Reads one whole number. */
  final int integer() throws BrokenModelException {
    return int32(integerElement(Span.OPEN));
  }

  abstract String string() throws BrokenModelException;

  /** Passes over the next value, whatever it is. */
  abstract void skip() throws BrokenModelException, UnsupportedModelException;

  /** Passes over an array of numbers and tells how many there were. */
  final int count() throws BrokenModelException {
    Span span = startArray();
    int size = 0;
    while (hasNextElement(span, size)) {
      skipNumber(span);
      size++;
    }
    return size;
  }

  /** Checks that nothing follows the last value. */
  abstract void end() throws BrokenModelException;

  /** A fault at the present key, with the byte offset of the reader. */
  final BrokenModelException broken(String reason) {
    return new BrokenModelException(place() + " (byte " + position + ")", reason);
  }

  /** The present path of keys and indexes. */
  private String place() {
    StringBuilder place = new StringBuilder("root");
    for (int level = 0; level < depth; level++) {
      String key = keys[level];
      if (key != null) {
        place.append('.').append(shortened(key));
      } else if (indexes[level] >= 0) {
        place.append('[').append(indexes[level]).append(']');
      }
    }
    return place.indexOf("root.") == 0 ? place.substring(5) : place.toString();
  }

  final int remaining() {
    return bytes.length - position;
  }

  final int nextByte() throws BrokenModelException {
    if (position >= bytes.length) {
      throw broken("the file ends too early");
    }
    return bytes[position++] & 0xff;
  }

  abstract void startObject() throws BrokenModelException;

  abstract boolean hasNextKey() throws BrokenModelException;

  abstract String key() throws BrokenModelException;

  abstract Span startArray() throws BrokenModelException;

  abstract boolean hasNextElement(Span span, int index) throws BrokenModelException;

  abstract float floatElement(Span span) throws BrokenModelException;

  abstract long integerElement(Span span) throws BrokenModelException;

  abstract void skipNumber(Span span) throws BrokenModelException;

  /**
   * How an array's elements stand in the file.
   *
   * @param count how many there are, or -1 when a closing mark tells
   * @param type the mark that all elements share, or 0 when each has its own
   */
  record Span(int count, int type) {
    static final Span OPEN = new Span(-1, 0);

    /** How much room to make at first: exact where the bytes are known to be there. */
    int capacity() {
      return type != 0 ? count : 8;
    }
  }

  private int enter() throws BrokenModelException {
    if (depth == MAX_DEPTH) {
      throw broken("values are nested deeper than " + MAX_DEPTH);
    }
    keys[depth] = null;
    indexes[depth] = -1;
    return depth++;
  }

  private int int32(long value) throws BrokenModelException {
    if (value != (int) value) {
      throw broken("the number " + value + " is beyond 32 bits");
    }
    return (int) value;
  }

  private static int grown(int size) {
    return size + (size >> 1) + 8;
  }

  private static String shortened(String key) {
    return key.length() <= 40 ? key : key.substring(0, 40) + "…";
  }
}
