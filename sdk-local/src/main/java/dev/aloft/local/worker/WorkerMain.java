package dev.aloft.local.worker;

import dev.aloft.local.training.RunDirectory;
import java.nio.file.Path;

/** The main class of a worker process. */
public final class WorkerMain {
  private WorkerMain() {}

  /**
   * Carries out a run, once however often it is started.
   *
   * @param arguments the run's directory, and the token of this start
   */
  public static void main(String[] arguments) throws Exception {
    new Worker(new RunDirectory(Path.of(arguments[0])), arguments[1]).run();
    System.exit(0); // threads of libraries must not keep the worker alive
  }
}
