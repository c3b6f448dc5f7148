package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Program;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** A framework image that trains with the user's script, by its training toolkit. Stateless. */
final class ToolkitTraining implements TrainingContainer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> MODULES =
      Map.of(
          "pytorch", "sagemaker_pytorch_container.training:main",
          "huggingface-pytorch", "sagemaker_pytorch_container.training:main",
          "tensorflow", "sagemaker_tensorflow_container.training:main",
          "huggingface-tensorflow", "sagemaker_tensorflow_container.training:main",
          "mxnet", "sagemaker_mxnet_container.training:main",
          "sagemaker-scikit-learn", "sagemaker_sklearn_container.training:main",
          "sagemaker-xgboost", "sagemaker_xgboost_container.training:main");

  private final ContainerHost host;
  private final ObjectSource objects;

  ToolkitTraining(ContainerHost host, ObjectSource objects) {
    this.host = host;
    this.objects = objects;
  }

  @Override
  public Work start(TrainingWork work) throws IOException {
    Submission submission = new Submission(directory(work.root()), objects);
    try {
      Map<String, String> environment = new HashMap<>();
      String repository = ImageName.of(work.image()).repository();
      String module = MODULES.get(repository.replaceFirst("-training$", ""));
      if (module != null) {
        environment.put("SAGEMAKER_TRAINING_MODULE", module);
      }
      environment.putAll(work.environment());
      environment.putAll(submission.variables());
      environment.put("ALOFT_FAKE_CAPTURE", "true");
      Path toolkit = host.resource(ToolkitTraining.class, "toolkit.py");
      Work running =
          host.run(
              new Program(
                  List.of(host.python(), toolkit.toString()),
                  "/",
                  environment,
                  work.root(),
                  work.mount(),
                  SageMakerImages.CODE,
                  work.log()));
      CompletableFuture<Integer> unused =
          running.exit().whenComplete((code, error) -> submission.close());
      return running;
    } catch (IOException e) {
      submission.close();
      throw e;
    }
  }

  /** The hyperparameter that says where the script lies, which is JSON in a text. */
  private static String directory(Path root) throws IOException {
    Path file = root.resolve("input/config/hyperparameters.json");
    if (!Files.exists(file)) {
      return "";
    }
    String value =
        JSON.readTree(Files.readAllBytes(file)).path("sagemaker_submit_directory").asString("");
    try {
      return JSON.readTree(value).asString(value);
    } catch (JacksonException e) {
      return value;
    }
  }
}
