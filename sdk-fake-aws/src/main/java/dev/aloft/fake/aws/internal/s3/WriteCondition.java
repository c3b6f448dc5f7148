package dev.aloft.fake.aws.internal.s3;

import org.jspecify.annotations.Nullable;

/**
 * What must be true of a key at the moment when an object is stored under it.
 *
 * @param ifMatch the tag of the object that must be there; null for no such wish
 * @param mustBeAbsent whether none may be there
 * @param seen what was there when the request came
 */
record WriteCondition(@Nullable String ifMatch, boolean mustBeAbsent, @Nullable StoredObject seen) {
  static final WriteCondition NONE = new WriteCondition(null, false, null);

  static WriteCondition of(Call call, @Nullable StoredObject seen) {
    String ifMatch = call.request().header("if-match");
    String ifNoneMatch = call.request().header("if-none-match");
    if (ifNoneMatch != null && !ifNoneMatch.trim().equals("*")) {
      throw S3Failure.notImplemented("If-None-Match with anything but *")
          .with("Header", "If-None-Match");
    }
    if (ifMatch != null && ifNoneMatch != null) {
      throw S3Failure.invalidRequest(
          "If-Match and If-None-Match cannot be given together in a write.");
    }
    WriteCondition condition = new WriteCondition(ifMatch, ifNoneMatch != null, seen);
    if (ifMatch != null) {
      condition.check(call.key(), seen);
    }
    return condition;
  }

  /** Holds the wish against what is there now. */
  void check(String key, @Nullable StoredObject current) {
    if (mustBeAbsent && current != null) {
      throw S3Failure.preconditionFailed("If-None-Match");
    }
    boolean removedMeanwhile = seen != null && current == null;
    if (removedMeanwhile && (mustBeAbsent || ifMatch != null)) {
      throw new S3Failure(
              409,
              "ConditionalRequestConflict",
              "The conditional request cannot succeed due to a conflicting operation against this"
                  + " resource.")
          .with("Condition", mustBeAbsent ? "If-None-Match" : "If-Match")
          .with("Key", key);
    }
    if (ifMatch == null) {
      return;
    }
    if (current == null) {
      throw S3Failure.noSuchKey(key);
    }
    if (!current.matches(ifMatch)) {
      throw S3Failure.preconditionFailed("If-Match");
    }
  }
}
