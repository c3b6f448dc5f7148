package dev.aloft.internal;

import dev.aloft.Orphans;
import dev.aloft.Recovery;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;

/** Goes on with what other processes began. */
final class Resumption {
  private Resumption() {}

  static Operation<?> resume(Session session, OperationId id) {
    throw new UnsupportedOperationException(session.provider());
  }

  static Recovery recover(Session session) {
    throw new UnsupportedOperationException(session.provider());
  }

  static Orphans orphans(Session session) {
    throw new UnsupportedOperationException(session.provider());
  }
}
