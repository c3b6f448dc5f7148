package dev.aloft.local.serving;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A revision in its process: what it is, and its model once that answers. Immutable. */
final class HostedRevision {
  private final RevisionRecord record;
  private final @Nullable ServedModel model;

  private HostedRevision(RevisionRecord record, @Nullable ServedModel model) {
    this.record = record;
    this.model = model;
  }

  /** A revision whose model is being loaded. */
  static HostedRevision loading(RevisionRecord record) {
    return new HostedRevision(record.in(RevisionRecord.State.LOADING, null, ""), null);
  }

  /** The same with its model. */
  HostedRevision ready(ServedModel loaded) {
    return new HostedRevision(record.in(RevisionRecord.State.READY, null, ""), loaded);
  }

  /** The same, failed. */
  HostedRevision failed(String code, String reason) {
    return new HostedRevision(record.in(RevisionRecord.State.FAILED, code, reason), null);
  }

  RevisionRecord record() {
    return record;
  }

  String hash() {
    return record.hash();
  }

  boolean isReady() {
    return model != null;
  }

  /** The model, once it answers. */
  Optional<ServedModel> model() {
    return Optional.ofNullable(model);
  }
}
