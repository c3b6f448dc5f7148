package dev.aloft.fake.aws;

/** Why a container of an endpoint does not answer, as the endpoint's reason says it. */
final class BootFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean crashLoop;

  /**
   * A failure.
   *
   * @param crashLoop whether SageMaker starts it again and again before it gives up
   */
  BootFailure(String reason, boolean crashLoop) {
    super(reason);
    this.crashLoop = crashLoop;
  }

  boolean isCrashLoop() {
    return crashLoop;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
