package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Program;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A framework image that serves with the user's inference script. Stateless. */
final class FrameworkServing implements ServingContainer {
  private final ContainerHost host;
  private final ObjectSource objects;

  FrameworkServing(ContainerHost host, ObjectSource objects) {
    this.host = host;
    this.objects = objects;
  }

  @Override
  public Server start(ServingWork work) throws IOException {
    String directory = work.environment().getOrDefault("SAGEMAKER_SUBMIT_DIRECTORY", "");
    Submission submission = new Submission(directory, objects);
    WorkerPool workers = new WorkerPool();
    try {
      Map<String, String> environment = new HashMap<>(work.environment());
      environment.putAll(submission.variables());
      environment.putAll(workers.variables());
      environment.put("ALOFT_FAKE_FRAMEWORK", ImageName.of(work.image()).repository());
      Path script = host.resource(FrameworkServing.class, "serving.py");
      Work running =
          host.run(
              new Program(
                  List.of(host.python(), script.toString()),
                  "/",
                  environment,
                  work.root(),
                  work.mount(),
                  SageMakerImages.CODE,
                  work.log()));
      CompletableFuture<Integer> unused =
          running.exit().whenComplete((code, error) -> submission.close());
      workers.begin(running);
      return workers;
    } catch (IOException e) {
      workers.close();
      submission.close();
      throw e;
    }
  }
}
