package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.ProgramContainer;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.TrainingContainer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What SageMaker's own images do, in the versions and accounts that AWS has published them, by the
 * repository in their address: {@code sagemaker-xgboost} and {@code xgboost} train and serve
 * themselves; the images for PyTorch, TensorFlow, scikit-learn, MXNet and Hugging Face run scripts,
 * with the Python of this machine and what is installed there. Every one of them runs an entrypoint
 * of the job's own.
 */
public final class SageMakerImages {
  /** Where scripts lie below {@code /opt/ml}. */
  static final List<String> CODE =
      List.of("code", "model/code", "input/data/code", "input/data/sm_drivers");

  private static final Set<String> XGBOOST = Set.of("sagemaker-xgboost", "xgboost");
  private static final Set<String> TRAINING =
      Set.of("sagemaker-scikit-learn", "pytorch", "sagemaker-base-python");
  private static final Set<String> SERVING =
      Set.of(
          "sagemaker-scikit-learn",
          "pytorch",
          "pytorch-inference",
          "mxnet-inference",
          "huggingface-pytorch-inference");

  private SageMakerImages() {}

  /**
   * The images that this fake knows.
   *
   * @param host where scripts run
   * @param objects where archives of scripts lie
   */
  public static Images standard(ContainerHost host, ObjectSource objects) {
    TrainingContainer program = new ProgramContainer(host, CODE);
    TrainingContainer toolkit = new ToolkitTraining(host, objects);
    TrainingContainer algorithm = new XgboostTraining();
    ServingContainer scripts = new FrameworkServing(host, objects);
    ServingContainer scores = new XgboostServing();
    return new Images()
        .training(
            published(SageMakerImages::isTraining),
            work -> (work.entrypoint().isEmpty() ? toolkit : program).start(work))
        .training(
            published(XGBOOST::contains),
            work -> {
              if (!work.entrypoint().isEmpty()) {
                return program.start(work);
              }
              return (XgboostJob.hasScript(work) ? toolkit : algorithm).start(work);
            })
        .serving(published(SERVING::contains), scripts)
        .serving(
            published(XGBOOST::contains),
            work ->
                (work.environment().containsKey("SAGEMAKER_PROGRAM") ? scripts : scores)
                    .start(work));
  }

  private static boolean isTraining(String repository) {
    return TRAINING.contains(repository)
        || repository.matches("(pytorch|tensorflow|mxnet|huggingface-[a-z-]+)-training(-eia)?");
  }

  /** Images of repositories, as far as AWS has them in that version and account. */
  private static Predicate<String> published(Predicate<String> repositories) {
    return image ->
        repositories.test(ImageName.of(image).repository()) && PublishedImages.CURRENT.has(image);
  }
}
