package dev.aloft.internal;

import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationStatus;
import java.util.List;
import java.util.Map;

/** Renderings for notebooks: text, HTML and JSON. */
public final class Views {
  private Views() {}

  /** A table. */
  public static Map<String, String> table(List<String> headings, List<List<String>> rows) {
    return Pending.here();
  }

  /** An operation. */
  public static Map<String, String> operation(String kind, OperationId id, OperationStatus status) {
    return Pending.here();
  }
}
