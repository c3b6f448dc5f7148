package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import java.util.concurrent.CompletableFuture;

/** The built-in XGBoost algorithm: it trains in this process, on a thread of its own. Stateless. */
final class XgboostTraining implements TrainingContainer {

  @Override
  public Work start(TrainingWork work) {
    XgboostRun run = new XgboostRun(work);
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    Thread thread = new Thread(() -> exit.complete(run.carryOut()), "xgboost-" + work.root());
    thread.setDaemon(true);
    thread.start();
    return new Work() {
      @Override
      public CompletableFuture<Integer> exit() {
        return exit;
      }

      @Override
      public void terminate() {
        run.terminate();
      }

      @Override
      public void kill() {
        run.kill();
      }
    };
  }
}
