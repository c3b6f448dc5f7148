package dev.aloft.fake.aws;

/** Where lines of containers go: a stream of a group of CloudWatch Logs. Thread-safe. */
@FunctionalInterface
interface LogSink {

  /** Writes a line, now by the cloud's clock; the group and the stream come into being with it. */
  void line(String group, String stream, String message);
}
