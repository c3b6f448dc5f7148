package dev.aloft.fake.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where something lies in S3, as SageMaker's requests say it: {@code s3://bucket/key}. */
record S3Address(String bucket, String key) {
  private static final Pattern FORM = Pattern.compile("s3://([^/]+)/?(.*)");

  /** Reads an address; empty when it is of another form. */
  static Optional<S3Address> parse(String address) {
    Matcher matcher = FORM.matcher(address);
    return matcher.matches()
        ? Optional.of(new S3Address(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
