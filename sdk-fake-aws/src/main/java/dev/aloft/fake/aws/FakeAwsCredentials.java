package dev.aloft.fake.aws;

/**
 * Keys for the vendor's own chain, where the program has none, until all tests are over: a fake
 * takes any.
 */
final class FakeAwsCredentials implements AutoCloseable {
  private static final String ID = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";

  private final boolean set;

  FakeAwsCredentials() {
    set = System.getProperty(ID) == null && System.getenv("AWS_ACCESS_KEY_ID") == null;
    if (set) {
      System.setProperty(ID, "AKIAFAKE");
      System.setProperty(SECRET, "fake");
    }
  }

  @Override
  public void close() {
    if (set) {
      System.clearProperty(ID);
      System.clearProperty(SECRET);
    }
  }
}
