package dev.aloft.fake.gcp.internal.gcs;

import org.jspecify.annotations.Nullable;

/**
 * What a request makes its effect depend on; null where it says nothing. Generation 0 is that of
 * what is not there.
 */
record Conditions(
    @Nullable Long generation,
    @Nullable Long notGeneration,
    @Nullable Long metageneration,
    @Nullable Long notMetageneration) {
  static final Conditions NONE = new Conditions(null, null, null, null);

  static Conditions of(Params params) {
    return of(params, "if");
  }

  /** Those of a copy's source. */
  static Conditions ofSource(Params params) {
    return of(params, "ifSource");
  }

  private static Conditions of(Params params, String start) {
    return new Conditions(
        params.number(start + "GenerationMatch"),
        params.number(start + "GenerationNotMatch"),
        params.number(start + "MetagenerationMatch"),
        params.number(start + "MetagenerationNotMatch"));
  }

  /** Whether nothing may be there, so that nothing is overwritten. */
  boolean wantAbsent() {
    return generation != null && generation == 0;
  }

  /** Before something is written, removed or copied. */
  void checkWrite(@Nullable StoredObject now) {
    checkMatches(now);
    if (!notMatches(now)) {
      throw GcsFailure.conditionNotMet();
    }
  }

  /** Before something is read. */
  void checkRead(StoredObject now) {
    checkMatches(now);
    if (!notMatches(now)) {
      throw GcsFailure.notModified();
    }
  }

  /** Before a bucket is read, written or removed. */
  void checkMetageneration(long now) {
    if ((metageneration != null && metageneration != now)
        || (notMetageneration != null && notMetageneration == now)) {
      throw GcsFailure.conditionNotMet();
    }
  }

  private void checkMatches(@Nullable StoredObject now) {
    if (generation != null && generation != (now == null ? 0 : now.generation())) {
      throw GcsFailure.conditionNotMet();
    }
    if (metageneration != null && (now == null || metageneration != now.metageneration())) {
      throw GcsFailure.conditionNotMet();
    }
  }

  private boolean notMatches(@Nullable StoredObject now) {
    return (notGeneration == null || notGeneration != (now == null ? 0 : now.generation()))
        && (notMetageneration == null || now == null || notMetageneration != now.metageneration());
  }
}
