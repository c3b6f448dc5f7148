package dev.aloft.fake.aws;

import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingContainer.Server;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the containers of endpoints, and ends them, outside of the monitor. */
final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final String MOUNT = "/opt/ml";

  private final Cloud cloud;
  private final LogSink logs;
  private final AtomicLong count = new AtomicLong();

  Launcher(Cloud cloud, LogSink logs) {
    this.cloud = cloud;
    this.logs = logs;
  }

  /** The log group of an endpoint's containers. */
  static String logGroup(String endpoint) {
    return "/aws/sagemaker/Endpoints/" + endpoint;
  }

  /** Starts all containers of a fleet; {@code ended} is then run within the monitor. */
  void start(String endpoint, Fleet fleet, Runnable ended) {
    cloud
        .backstage()
        .background(
            () -> {
              for (FleetVariant variant : fleet.variants()) {
                start(endpoint, fleet, variant);
              }
              cloud.clock().exclusively(ended);
            });
  }

  /** Ends the containers of a fleet. */
  void stop(Fleet fleet) {
    List<Pipeline> running = fleet.close();
    if (!running.isEmpty()) {
      cloud.backstage().background(() -> running.forEach(Pipeline::close));
    }
  }

  private void start(String endpoint, Fleet fleet, FleetVariant variant) {
    Path folder =
        cloud.directory().resolve(Cloud.ENDPOINTS).resolve("fleet-" + count.incrementAndGet());
    String instance = String.format("i-%017x", 0x0a10f7000L + count.get());
    List<Pipeline.Step> steps = new ArrayList<>();
    Model model = variant.model();
    Pipeline pipeline = new Pipeline(steps, model != null && model.direct(), () -> remove(folder));
    try {
      for (ModelContainer container : variant.containers()) {
        String stream = variant.name() + "/" + instance;
        if (variant.containers().size() > 1) {
          stream += "/" + container.name();
        }
        steps.add(step(container, folder, variant, endpoint, stream));
      }
    } catch (BootFailure e) {
      pipeline.close();
      cloud.clock().exclusively(() -> fleet.fail(e));
      return;
    }
    Pipeline started = new Pipeline(steps, pipeline.isDirect(), () -> remove(folder));
    cloud
        .clock()
        .exclusively(
            () -> {
              variant.run(started);
              if (fleet.isClosed()) {
                cloud.backstage().background(started::close);
              }
            });
  }

  private Pipeline.Step step(
      ModelContainer container, Path folder, FleetVariant variant, String endpoint, String stream)
      throws BootFailure {
    try {
      Path root = folder.resolve(container.name());
      Path files = Files.createDirectories(root.resolve("model"));
      if (container.data() != null) {
        container.data().copyTo(files, cloud.buckets(), container.name());
      }
      ServingWork work =
          new ServingWork(
              container.image(),
              root,
              MOUNT,
              container.environment(),
              line -> logs.line(logGroup(endpoint), stream, line));
      ServingContainer image =
          cloud
              .images()
              .serving(container.image())
              .orElseThrow(() -> new IOException("the image has no way to serve"));
      Server server = image.start(work);
      return new Pipeline.Step(container.name(), server);
    } catch (BootFailure e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(container, variant);
    } catch (Exception e) {
      LOG.debug("a container of endpoint {} does not start", endpoint, e);
      logs.line(logGroup(endpoint), stream, String.valueOf(e.getMessage()));
      throw silent(container, variant);
    }
  }

  private static BootFailure silent(ModelContainer container, FleetVariant variant) {
    return new BootFailure(
        "The "
            + container.name()
            + " container for production variant "
            + variant.name()
            + " did not pass the ping health check. Please check CloudWatch logs for this"
            + " endpoint.",
        true);
  }

  private static void remove(Path folder) {
    try {
      Durable.deleteTree(folder);
    } catch (IOException e) {
      LOG.warn("cannot remove {}", folder, e);
    }
  }
}
