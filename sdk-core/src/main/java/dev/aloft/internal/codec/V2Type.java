package dev.aloft.internal.codec;

import dev.aloft.data.DataType;
import tools.jackson.core.JsonParser;

/** The datatypes of the Open Inference Protocol beside ours. */
enum V2Type {
  BOOL(DataType.BOOL),
  UINT8(DataType.INT32, 0, 0xff),
  UINT16(DataType.INT32, 0, 0xffff),
  UINT32(DataType.INT64, 0, 0xffffffffL),
  UINT64(DataType.INT64, 0, Long.MAX_VALUE),
  INT8(DataType.INT32, Byte.MIN_VALUE, Byte.MAX_VALUE),
  INT16(DataType.INT32, Short.MIN_VALUE, Short.MAX_VALUE),
  INT32(DataType.INT32, Integer.MIN_VALUE, Integer.MAX_VALUE),
  INT64(DataType.INT64, Long.MIN_VALUE, Long.MAX_VALUE),
  FP16(DataType.FLOAT32),
  FP32(DataType.FLOAT32),
  FP64(DataType.FLOAT64),
  BYTES(DataType.STRING);

  final DataType type;
  private final long least;
  private final long most;

  V2Type(DataType type) {
    this(type, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  V2Type(DataType type, long least, long most) {
    this.type = type;
    this.least = least;
    this.most = most;
  }

  /** Whether a whole number that the parser stands on is in the range; broken types take any. */
  boolean holds(JsonParser json) {
    if (type == DataType.FLOAT32 || type == DataType.FLOAT64) {
      return true;
    }
    return json.getLongValue() >= least && json.getLongValue() <= most;
  }

  static V2Type of(DataType type) {
    return switch (type) {
      case BOOL -> BOOL;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case FLOAT32 -> FP32;
      case FLOAT64 -> FP64;
      case STRING -> BYTES;
    };
  }

  static V2Type parse(String word) {
    for (V2Type type : values()) {
      if (type.name().equals(word)) {
        return type;
      }
    }
    throw JsonBody.invalid("the datatype \"" + word + "\" is not known");
  }
}
