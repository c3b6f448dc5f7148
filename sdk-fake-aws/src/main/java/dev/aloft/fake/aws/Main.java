package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.MainOptions;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * The fake as a process. It prints one line of JSON when it listens, logs to the standard error,
 * and ends on SIGTERM with every process that it started.
 */
public final class Main {
  private static final String USAGE = MainOptions.usage(Main.class, "listen at 127.0.0.1:N");

  private Main() {}

  /** Runs it until it is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    System.setProperty(
        "org.slf4j.simpleLogger.log.org.eclipse.jetty",
        System.getProperty("org.slf4j.simpleLogger.log.org.eclipse.jetty", "warn"));
    PrintStream out = System.out;
    MainOptions options;
    try {
      options = MainOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    if (options.help()) {
      out.println(USAGE);
      return;
    }
    serve(options, out);
  }

  private static void serve(MainOptions options, PrintStream out) throws InterruptedException {
    AwsCloud.Builder builder =
        AwsCloud.builder().port(options.port()).clock(FakeClock.realTime(options.speed()));
    if (options.data() != null) {
      builder.directory(options.data());
    }
    AwsCloud cloud;
    try {
      cloud = builder.start();
    } catch (UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "fake-aws-end"));
    out.println(
        "{\"fake\":\"aws\",\"url\":\""
            + cloud.url()
            + "\",\"region\":\""
            + cloud.region()
            + "\",\"account\":\""
            + cloud.account()
            + "\"}");
    out.flush();
    new CountDownLatch(1).await();
  }
}
