package dev.aloft.fake.aws;

/** Data that a job cannot have, in the words of the reason that its description gives. */
final class DataProblem extends Exception {
  private static final long serialVersionUID = 1;

  DataProblem(String message) {
    super(message);
  }
}
