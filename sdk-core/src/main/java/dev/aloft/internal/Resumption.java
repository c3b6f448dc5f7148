package dev.aloft.internal;

import dev.aloft.Orphans;
import dev.aloft.Recovery;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;

/** Goes on with what other processes began. */
final class Resumption {
  private Resumption() {}

  static Operation<?> resume(Session session, OperationId id) {
    return Pending.here();
  }

  static Recovery recover(Session session) {
    return Pending.here();
  }

  static Orphans orphans(Session session) {
    return Pending.here();
  }
}
