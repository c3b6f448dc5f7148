package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.MainOptions;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fake as a process. It prints one line of JSON when it listens, logs to the standard error,
 * and ends on SIGTERM with every process that it started.
 */
public final class Main {
  private static final String USAGE =
      MainOptions.usage(
              Main.class,
              "listen at 127.0.0.1:N by gRPC over TLS, at N+1 by plain HTTP, and at N+2 for"
                  + " dedicated endpoints")
          + ImageOptions.USAGE;

  private Main() {}

  /** Runs it until it is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    quieten("org.eclipse.jetty");
    quieten("io.grpc");
    PrintStream out = System.out;
    MainOptions options;
    ImageOptions images;
    try {
      images = ImageOptions.of(arguments);
      options = MainOptions.of(images.others().toArray(new String[0]));
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
    serve(options, images, out);
  }

  private static void quieten(String logger) {
    String property = "org.slf4j.simpleLogger.log." + logger;
    System.setProperty(property, System.getProperty(property, "warn"));
  }

  private static void serve(MainOptions options, ImageOptions images, PrintStream out)
      throws InterruptedException {
    GcpCloud.Builder builder = GcpCloud.builder().clock(FakeClock.realTime(options.speed()));
    images.commands().forEach(builder::image);
    if (options.data() != null) {
      builder.directory(options.data());
    }
    GcpCloud cloud;
    try {
      cloud = builder.port(options.port()).start();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "fake-gcp-end"));
    out.println(line(cloud));
    out.flush();
    new CountDownLatch(1).await();
  }

  private static String line(GcpCloud cloud) {
    ObjectNode line = JsonMapper.builder().build().createObjectNode();
    return line.put("fake", "gcp")
        .put("grpc", cloud.grpc())
        .put("http", cloud.http())
        .put("dedicated", cloud.dedicated())
        .put("ca", cloud.certificate().toString())
        .put("project", cloud.project())
        .put("projectNumber", cloud.projectNumber())
        .put("location", cloud.location())
        .toString();
  }
}
