package dev.aloft.fake.gcp;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** Times between Java and the wire. Stateless. */
final class Times {
  private Times() {}

  static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  static Instant of(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Duration of(com.google.protobuf.Duration time) {
    return Duration.ofSeconds(time.getSeconds(), time.getNanos());
  }
}
