package dev.aloft.fake.aws.internal.s3;

/** The numbers of parts. */
final class PartNumbers {
  private static final int MOST = 10_000;

  private PartNumbers() {}

  static int of(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw S3Failure.invalidArgument(
        "partNumber", text, "Part number must be an integer between 1 and 10000, inclusive");
  }
}
