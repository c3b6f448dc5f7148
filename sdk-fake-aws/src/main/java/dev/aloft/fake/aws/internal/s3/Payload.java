package dev.aloft.fake.aws.internal.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a request, with everything that the request says about it held to. */
final class Payload {
  private static final String TRAILER = "x-amz-trailer";
  private static final long SMALL = 8 << 20;

  private final Call call;
  private final @Nullable ChecksumAlgorithm stated;
  private final boolean inTrailer;
  private final boolean chunked;
  private final long length;

  private Payload(Call call, boolean checksumIsOfBody) {
    this.call = call;
    String hash = call.header("x-amz-content-sha256");
    this.chunked = hash != null && hash.startsWith("STREAMING-");
    String trailer = call.header(TRAILER);
    ChecksumAlgorithm inHeader = checksumIsOfBody ? statedInHeader() : null;
    this.inTrailer = inHeader == null && trailer != null;
    this.stated = inTrailer ? inTrailer(trailer) : inHeader;
    this.length = expectedLength();
    if (checksumIsOfBody
        && stated == null
        && call.request().header("x-amz-sdk-checksum-algorithm") != null) {
      throw S3Failure.invalidRequest(
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
              + " x-amz-trailer headers were found.");
    }
  }

  static Payload of(Call call) {
    return new Payload(call, true);
  }

  /** The whole of a small body, such as a list of keys. */
  static byte[] small(Call call) throws IOException {
    return small(new Payload(call, true));
  }

  /** The same, where checksum headers speak of an object and not of the body. */
  static byte[] smallAboutObject(Call call) throws IOException {
    return small(new Payload(call, false));
  }

  private static byte[] small(Payload payload) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    payload.receive(out, Set.of(), SMALL);
    return out.toByteArray();
  }

  /** The checksum that comes with the body; null when none does. */
  @Nullable ChecksumAlgorithm stated() {
    return stated;
  }

  /** How long the body says it is; -1 when it does not. */
  long length() {
    return length;
  }

  /**
   * Reads the body.
   *
   * @throws S3Failure when it is not what the request said, with everything already written out
   */
  Digests receive(OutputStream out, Set<ChecksumAlgorithm> wanted, long limit) throws IOException {
    Digests digests = new Digests(wanted);
    if (stated != null) {
      digests.add(stated);
    }
    MessageDigest sha256 = signedHash() == null ? null : Texts.digest("SHA-256");
    InputStream sent = call.request().body();
    ChunkedBody chunks = chunked ? new ChunkedBody(new BufferedInputStream(sent, 1 << 16)) : null;
    InputStream in = chunks == null ? sent : chunks;
    byte[] buffer = new byte[length >= 0 && length < 1 << 16 ? (int) length + 1 : 1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digests.update(buffer, 0, count);
      if (sha256 != null) {
        sha256.update(buffer, 0, count);
      }
      if (digests.size() > limit) {
        throw tooLarge();
      }
      out.write(buffer, 0, count);
    }
    if (length >= 0 && digests.size() != length) {
      throw new S3Failure(
          400,
          "IncompleteBody",
          "You did not provide the number of bytes specified by the Content-Length HTTP header.");
    }
    digests.finish();
    verifyHash(sha256);
    verifyMd5(digests);
    verifyChecksum(digests, chunks);
    return digests;
  }

  static S3Failure tooLarge() {
    return new S3Failure(
        400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  }

  private @Nullable ChecksumAlgorithm statedInHeader() {
    ChecksumAlgorithm found = null;
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String value = call.header(algorithm.header());
      if (value != null) {
        if (found != null) {
          throw S3Failure.invalidRequest(
              "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                  + " allowed.");
        }
        base64(algorithm.header(), value, algorithm.bytes());
        found = algorithm;
      }
    }
    return found;
  }

  private static @Nullable ChecksumAlgorithm inTrailer(@Nullable String names) {
    for (String name : String.valueOf(names).split(",", -1)) {
      String lower = name.trim().toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-amz-checksum-")) {
        return Arrays.stream(ChecksumAlgorithm.values())
            .filter(one -> one.header().equals(lower))
            .findFirst()
            .orElseThrow(
                () ->
                    S3Failure.invalidRequest(
                        "The value specified in the x-amz-trailer header is not supported"));
      }
    }
    return null;
  }

  private long expectedLength() {
    String decoded = call.request().header("x-amz-decoded-content-length");
    String plain = call.request().header("content-length");
    String text = chunked ? decoded : plain;
    if (text == null) {
      if (chunked || call.request().header("transfer-encoding") != null) {
        throw new S3Failure(
            411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
      }
      return 0;
    }
    try {
      return Long.parseUnsignedLong(text.trim());
    } catch (NumberFormatException e) {
      throw S3Failure.invalidArgument("content-length", text, "Invalid content length");
    }
  }

  private @Nullable String signedHash() {
    String hash = call.request().header("x-amz-content-sha256");
    return hash == null || hash.startsWith("STREAMING-") || hash.equals("UNSIGNED-PAYLOAD")
        ? null
        : hash;
  }

  private void verifyHash(@Nullable MessageDigest sha256) {
    String signed = signedHash();
    if (sha256 == null || signed == null) {
      return;
    }
    String computed = HexFormat.of().formatHex(sha256.digest());
    if (!computed.equals(signed)) {
      throw new S3Failure(
              400,
              "XAmzContentSHA256Mismatch",
              "The provided 'x-amz-content-sha256' header does not match what was computed.")
          .with("ClientComputedContentSHA256", signed)
          .with("S3ComputedContentSHA256", computed);
    }
  }

  private void verifyMd5(Digests digests) {
    String md5 = call.header("content-md5");
    if (md5 == null) {
      return;
    }
    byte[] expected;
    try {
      expected = Base64.getDecoder().decode(md5.trim());
    } catch (IllegalArgumentException e) {
      expected = new byte[0];
    }
    if (expected.length != 16) {
      throw new S3Failure(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
    if (!Arrays.equals(expected, digests.md5())) {
      throw new S3Failure(
          400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
  }

  private void verifyChecksum(Digests digests, @Nullable ChunkedBody chunks) {
    if (stated == null) {
      return;
    }
    String value =
        inTrailer && chunks != null
            ? chunks.trailers().get(stated.header())
            : call.header(stated.header());
    if (value == null) {
      throw new S3Failure(
          400,
          "MalformedTrailerError",
          "The request contained trailing data that was not well-formed or did not conform to our"
              + " published schema.");
    }
    if (!Arrays.equals(base64(stated.header(), value, stated.bytes()), digests.checksum(stated))) {
      throw badChecksum(stated);
    }
  }

  static S3Failure badChecksum(ChecksumAlgorithm algorithm) {
    return new S3Failure(
        400,
        "BadDigest",
        "The " + algorithm + " you specified did not match the calculated checksum.");
  }

  private static byte[] base64(String header, String value, int bytes) {
    try {
      byte[] decoded = Base64.getDecoder().decode(value.trim());
      if (decoded.length == bytes) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw S3Failure.invalidRequest("Value for " + header + " header is invalid.");
  }
}
