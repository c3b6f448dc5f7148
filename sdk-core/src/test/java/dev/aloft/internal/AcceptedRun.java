package dev.aloft.internal;

import dev.aloft.operation.OperationState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** One run that a service in memory has accepted. */
abstract class AcceptedRun {
  static final Duration HOUR = Duration.ofHours(1);

  final TestHost host = new TestHost();
  final MemoryRuns service = host.service;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  RunCore accepted(Duration length, OperationState end) {
    return RunCore.accepted(host, service.add("tumours-a1", length, end).ref);
  }

  MemoryRuns.Run run() {
    return service.runs.get("tumours-a1");
  }
}
