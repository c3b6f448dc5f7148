package dev.aloft.fake.aws.internal.s3;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Everything that is computed over bytes as they pass. Not thread-safe. */
final class Digests {
  private final MessageDigest md5 = Texts.digest("MD5");
  private final Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running =
      new EnumMap<>(ChecksumAlgorithm.class);
  private final Map<ChecksumAlgorithm, byte[]> checksums = new EnumMap<>(ChecksumAlgorithm.class);
  private byte[] md5Value = new byte[0];
  private long size;

  Digests(Set<ChecksumAlgorithm> algorithms) {
    algorithms.forEach(this::add);
  }

  /** Computes one more; before the first bytes. */
  void add(ChecksumAlgorithm algorithm) {
    running.computeIfAbsent(algorithm, ChecksumAlgorithm::start);
  }

  void update(byte[] bytes, int offset, int length) {
    size += length;
    md5.update(bytes, offset, length);
    for (ChecksumAlgorithm.Running checksum : running.values()) {
      checksum.update(bytes, offset, length);
    }
  }

  void finish() {
    md5Value = md5.digest();
    running.forEach((algorithm, checksum) -> checksums.put(algorithm, checksum.value()));
  }

  long size() {
    return size;
  }

  byte[] md5() {
    return md5Value;
  }

  String etag() {
    return HexFormat.of().formatHex(md5Value);
  }

  byte[] checksum(ChecksumAlgorithm algorithm) {
    byte[] value = checksums.get(algorithm);
    if (value == null) {
      throw new IllegalArgumentException("not computed: " + algorithm);
    }
    return value;
  }

  /** All checksums by the algorithm's name, in base 64. */
  Map<String, String> checksums() {
    Map<String, String> texts = new TreeMap<>();
    checksums.forEach(
        (algorithm, value) ->
            texts.put(algorithm.name(), Base64.getEncoder().encodeToString(value)));
    return texts;
  }
}
