package dev.aloft.operation;

/** Watches an operation. What it throws is logged and changes nothing. */
@FunctionalInterface
public interface OperationListener {

  /** Called with the present status first, then at every change, one call at a time. */
  void onStatus(OperationStatus status);
}
