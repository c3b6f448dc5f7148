package dev.aloft.internal;

import dev.aloft.model.Model;
import dev.aloft.model.Models;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.Trainer;
import dev.aloft.training.TrainingRun;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes handles whose constructors are private. Each handle class hands its constructor over when
 * it is initialised, which a first use here brings about. Thread-safe through class initialisation.
 */
public final class Handles {
  private static volatile @Nullable Function<Session, Trainer> trainers;
  private static volatile @Nullable Function<RunCore, TrainingRun> trainingRuns;
  private static volatile @Nullable Function<ModelCore, Model> models;
  private static volatile @Nullable Function<Model, ModelCore> modelCores;
  private static volatile @Nullable Function<ModelsCore, Models> modelCollections;
  private static volatile @Nullable Function<EndpointCore, Endpoint> endpoints;
  private static volatile @Nullable Function<ChangeCore<Endpoint>, Deployment> deployments;

  private Handles() {}

  /** Takes the constructor of {@link Trainer}. */
  public static void trainers(Function<Session, Trainer> constructor) {
    trainers = constructor;
  }

  /** Takes the constructor of {@link TrainingRun}. */
  public static void trainingRuns(Function<RunCore, TrainingRun> constructor) {
    trainingRuns = constructor;
  }

  /** Takes the constructor of {@link Model} and the way back. */
  public static void models(
      Function<ModelCore, Model> constructor, Function<Model, ModelCore> opener) {
    models = constructor;
    modelCores = opener;
  }

  /** Takes the constructor of {@link Models}. */
  public static void modelCollections(Function<ModelsCore, Models> constructor) {
    modelCollections = constructor;
  }

  /** Takes the constructor of {@link Endpoint}. */
  public static void endpoints(Function<EndpointCore, Endpoint> constructor) {
    endpoints = constructor;
  }

  /** Takes the constructor of {@link Deployment}. */
  public static void deployments(Function<ChangeCore<Endpoint>, Deployment> constructor) {
    deployments = constructor;
  }

  static Trainer trainer(Session session) {
    return made(trainers, Trainer.class, () -> trainers).apply(session);
  }

  static TrainingRun trainingRun(RunCore core) {
    return made(trainingRuns, TrainingRun.class, () -> trainingRuns).apply(core);
  }

  static Model model(ModelCore core) {
    return made(models, Model.class, () -> models).apply(core);
  }

  static ModelCore core(Model model) {
    return made(modelCores, Model.class, () -> modelCores).apply(model);
  }

  static Models models(ModelsCore core) {
    return made(modelCollections, Models.class, () -> modelCollections).apply(core);
  }

  /** The endpoint over a core. */
  public static Endpoint endpoint(EndpointCore core) {
    return made(endpoints, Endpoint.class, () -> endpoints).apply(core);
  }

  static Deployment deployment(ChangeCore<Endpoint> core) {
    return made(deployments, Deployment.class, () -> deployments).apply(core);
  }

  private static <F> F made(
      @Nullable F constructor,
      Class<?> handle,
      java.util.function.Supplier<@Nullable F> afterInitialisation) {
    if (constructor != null) {
      return constructor;
    }
    try {
      MethodHandles.privateLookupIn(handle, MethodHandles.lookup()).ensureInitialized(handle);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(handle.getName(), e);
    }
    F now = afterInitialisation.get();
    if (now == null) {
      throw new IllegalStateException(handle.getName() + " did not hand over its constructor");
    }
    return now;
  }
}
