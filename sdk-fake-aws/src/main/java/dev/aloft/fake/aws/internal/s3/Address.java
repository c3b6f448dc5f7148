package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about.
 *
 * @param bucket the bucket; empty for the service itself
 * @param key the key; empty for the bucket itself
 */
record Address(String bucket, String key) {
  private static final int LONGEST_KEY = 1024;
  private static final Pattern OWN_HOST =
      Pattern.compile(
          "(?:(?<bucket>.+?)\\.)??(?:s3(?:[.-][a-z0-9-]+)*\\.amazonaws\\.com(?:\\.cn)?"
              + "|(?:s3(?:\\.[a-z0-9-]+)*\\.)?(?:localhost|127\\.0\\.0\\.1))");

  /** Reads the bucket from the host's name if it stands there, else from the path. */
  static Address of(Request request) {
    String path = request.path().startsWith("/") ? request.path().substring(1) : request.path();
    String bucket = bucketOfHost(request.header("host"));
    if (bucket != null) {
      return new Address(bucket, key(path));
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new Address(Texts.decode(path), "")
        : new Address(Texts.decode(path.substring(0, slash)), key(path.substring(slash + 1)));
  }

  private static @Nullable String bucketOfHost(@Nullable String host) {
    if (host == null) {
      return null;
    }
    Matcher own = OWN_HOST.matcher(host.replaceFirst(":\\d+$", ""));
    return own.matches() ? own.group("bucket") : null;
  }

  private static String key(String path) {
    String key = Texts.decode(path);
    int length = key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (length > LONGEST_KEY) {
      throw new S3Failure(400, "KeyTooLongError", "Your key is too long")
          .with("Size", String.valueOf(length))
          .with("MaxSizeAllowed", String.valueOf(LONGEST_KEY));
    }
    return key;
  }
}
