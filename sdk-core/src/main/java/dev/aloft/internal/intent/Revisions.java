package dev.aloft.internal.intent;

import dev.aloft.internal.CanonicalJson;
import dev.aloft.internal.Hashing;
import dev.aloft.serving.EndpointRevision;

/** The hashes that name revisions. */
public final class Revisions {
  private static final int LENGTH = 12;

  private Revisions() {}

  /** 12 characters of base 32 over all of a revision but its hash. */
  public static String hash(EndpointRevision revision) {
    return Hashing.base32(CanonicalJson.write(RevisionJson.content(revision)), LENGTH);
  }

  /** The revision with its hash put in. */
  public static EndpointRevision hashed(EndpointRevision revision) {
    return new EndpointRevision(
        hash(revision),
        revision.modelUri(),
        revision.modelHash(),
        revision.manifest(),
        revision.registeredName(),
        revision.runtime(),
        revision.offer(),
        revision.protocol(),
        revision.machine(),
        revision.scaling(),
        revision.environment(),
        revision.secrets(),
        revision.options());
  }
}
