package dev.aloft.fake.aws.internal.s3;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Judges the dates of presigned addresses, of both versions of signatures that clients make, by the
 * real time, as it is there that they are made.
 */
final class Presigned {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final long LONGEST = 604_800;
  private static final List<String> NEEDED =
      List.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-expires",
          "x-amz-signedheaders",
          "x-amz-signature");

  private final Clock clock;

  Presigned(Clock clock) {
    this.clock = clock;
  }

  void check(Call call) {
    if (call.query().header("x-amz-signature") != null) {
      checkVersion4(call.query());
    } else if (call.isPresigned()) {
      checkVersion2(call.query());
    }
  }

  private void checkVersion4(Query query) {
    for (String name : NEEDED) {
      if (query.header(name) == null) {
        throw wrong(
            "Query-string authentication version 4 requires the X-Amz-Algorithm,"
                + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and"
                + " X-Amz-Expires parameters.");
      }
    }
    Instant signed;
    long seconds;
    try {
      signed = DATE.parse(String.valueOf(query.header("x-amz-date")), Instant::from);
      seconds = Long.parseLong(String.valueOf(query.header("x-amz-expires")));
    } catch (DateTimeException | NumberFormatException e) {
      throw wrong("X-Amz-Date must be formatted \"yyyyMMdd'T'HHmmss'Z'\", X-Amz-Expires a number");
    }
    if (seconds < 0) {
      throw wrong("X-Amz-Expires must be non-negative");
    }
    if (seconds > LONGEST) {
      throw wrong(
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
              + " must be less than 604800 seconds");
    }
    checkEnd(signed.plusSeconds(seconds));
  }

  private void checkVersion2(Query query) {
    long end;
    try {
      end = Long.parseLong(query.text("Expires"));
    } catch (NumberFormatException e) {
      throw new S3Failure(
          403,
          "AccessDenied",
          "Invalid date (should be seconds since epoch): " + query.text("Expires"));
    }
    checkEnd(Instant.ofEpochSecond(end));
  }

  private void checkEnd(Instant end) {
    Instant now = clock.instant();
    if (!now.isBefore(end)) {
      throw new S3Failure(403, "AccessDenied", "Request has expired")
          .with("Expires", Texts.xmlDate(end))
          .with("ServerTime", Texts.xmlDate(now));
    }
  }

  private static S3Failure wrong(String message) {
    return new S3Failure(400, "AuthorizationQueryParametersError", message);
  }
}
