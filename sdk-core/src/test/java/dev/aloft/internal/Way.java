package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The ways to an end, which must all behave alike. */
enum Way {
  BLOCKING {
    @Override
    Model end(TestHost host, RunCore run) {
      return run.await();
    }
  },
  FUTURE {
    @Override
    Model end(TestHost host, RunCore run) {
      CompletableFuture<Model> future = run.toFuture();
      try {
        host.timing.await(future);
        return future.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } catch (CompletionException e) {
        throw (AloftException) e.getCause();
      }
    }
  },
  RESUMED {
    @Override
    Model end(TestHost host, RunCore run) {
      OperationId id = OperationId.parse(run.id().toString());
      return RunCore.named(host.another(), id.resource()).await();
    }
  },
  WITH_LOGS {
    @Override
    Model end(TestHost host, RunCore run) {
      return run.awaitWithLogs(new StringBuilder());
    }
  };

  /** Waits for the end. */
  abstract Model end(TestHost host, RunCore run);
}
