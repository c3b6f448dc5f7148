package dev.aloft.fake.aws;

/** The states of an endpoint, in SageMaker's words. */
enum EndpointState {
  CREATING("Creating"),
  IN_SERVICE("InService"),
  UPDATING("Updating"),
  ROLLING_BACK("RollingBack"),
  SYSTEM_UPDATING("SystemUpdating"),
  UPDATE_ROLLBACK_FAILED("UpdateRollbackFailed"),
  FAILED("Failed"),
  DELETING("Deleting");

  private final String word;

  EndpointState(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** Whether it ends by itself, and nothing can be changed until then. */
  boolean isMoving() {
    return switch (this) {
      case CREATING, UPDATING, ROLLING_BACK, SYSTEM_UPDATING, DELETING -> true;
      case IN_SERVICE, UPDATE_ROLLBACK_FAILED, FAILED -> false;
    };
  }

  /** Whether requests are answered. */
  boolean isServing() {
    return switch (this) {
      case IN_SERVICE, UPDATING, ROLLING_BACK, SYSTEM_UPDATING, UPDATE_ROLLBACK_FAILED -> true;
      case CREATING, FAILED, DELETING -> false;
    };
  }
}
