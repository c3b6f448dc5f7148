package dev.aloft.fake.aws.containers;

/** What the user of the built-in algorithm can mend. */
final class UserError extends Exception {
  private static final long serialVersionUID = 1L;

  UserError(String message) {
    super(message);
  }
}
