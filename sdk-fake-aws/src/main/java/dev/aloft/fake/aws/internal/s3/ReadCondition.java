package dev.aloft.fake.aws.internal.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reader wants to be true of an object.
 *
 * @param ifMatch tags of which it must have one
 * @param ifNoneMatch tags of which it must have none
 * @param ifModifiedSince it must be younger
 * @param ifUnmodifiedSince it must not be younger
 */
record ReadCondition(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable Instant ifModifiedSince,
    @Nullable Instant ifUnmodifiedSince) {

  /** Of a read, with an empty prefix, or of the source of a copy. */
  static ReadCondition of(Call call, String prefix) {
    return new ReadCondition(
        call.request().header(prefix + "if-match"),
        call.request().header(prefix + "if-none-match"),
        Texts.httpDate(call.request().header(prefix + "if-modified-since")),
        Texts.httpDate(call.request().header(prefix + "if-unmodified-since")));
  }

  /**
   * Holds it against an object.
   *
   * @return whether the reader has it already: not modified
   * @throws S3Failure when a precondition failed
   */
  boolean isNotModified(StoredObject object) {
    if (ifMatch != null && !object.matches(ifMatch)) {
      throw S3Failure.preconditionFailed("If-Match");
    }
    if (ifMatch == null
        && ifUnmodifiedSince != null
        && object.modified().isAfter(ifUnmodifiedSince)) {
      throw S3Failure.preconditionFailed("If-Unmodified-Since");
    }
    if (ifNoneMatch != null) {
      return object.matches(ifNoneMatch);
    }
    return ifModifiedSince != null && !object.modified().isAfter(ifModifiedSince);
  }
}
