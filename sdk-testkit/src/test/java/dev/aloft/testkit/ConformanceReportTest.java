package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.aloft.Aloft;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.testkit.memory.MemoryHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class ConformanceReportTest {
  @TempDir Path reports;

  private EngineExecutionResults run(Class<?> suite) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter(ConformanceReport.DIRECTORY, reports.toString())
        .selectors(selectClass(suite))
        .execute();
  }

  /** One test of each kind. */
  static class Mixed extends Conformance {
    @Override
    public ProviderHarness openHarness(Path directory) {
      return new MemoryHarness(directory, null);
    }

    @Test
    void runs() {
      assertThat(aloft().provider()).isEqualTo("memory");
    }

    @Test
    @Needs("training.nodes")
    void isRefused() {
      throw new AssertionError("must not run");
    }

    @Test
    void isNotRun() {
      Assumptions.abort("there is nothing to do");
    }

    @Test
    void fails() {
      throw new AssertionError("wrong");
    }
  }

  @Test
  void tellsWhatWasRunRefusedAndNotRun() throws IOException {
    run(Mixed.class).testEvents().assertStatistics(e -> e.succeeded(2).failed(1).aborted(1));

    assertThat(Files.readString(reports.resolve("memory.txt")))
        .startsWith("Conformance of memory\n")
        .containsPattern("Mixed +1 +1 +1 +1\n")
        .contains("1 run, 1 refused, 1 failed, 1 not run")
        .contains("Mixed.isNotRun(): there is nothing to do")
        .contains("Mixed.isRefused(): [training.nodes]")
        .contains("Mixed.fails()");
  }

  /** Says nothing about its provider. */
  static class Silent extends Conformance {
    @Override
    public ProviderHarness openHarness(Path directory) {
      return new MemoryHarness(directory, null);
    }

    @Test
    void isNotRun() {
      Assumptions.abort("there is nothing to do");
    }
  }

  @Test
  void aSuiteThatRanNothingFails() {
    run(Silent.class)
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                container(Silent.class),
                finishedWithFailure(message(text -> text.contains("Silent ran nothing")))));
  }

  /** Has one suite only. */
  static class Partial extends ProviderConformance {
    @Nested
    class Capabilities extends CapabilityConformance {
      @Override
      public ProviderHarness openHarness(Path directory) {
        return new MemoryHarness(directory, null);
      }
    }
  }

  @Test
  void aProviderThatLeavesOutASuiteFails() {
    run(Partial.class)
        .testEvents()
        .failed()
        .assertThatEvents()
        .haveExactly(
            1, event(finishedWithFailure(message(text -> text.contains("TrainingConformance")))));
  }

  @Test
  void aTestThatIsRefusedWhereItMustNotBeFails() {
    run(Forgetful.class).testEvents().assertStatistics(events -> events.failed(1));
  }

  /** A provider whose calls forget what they need, so that nothing is refused for want of it. */
  static class Forgetful extends Conformance {
    @Override
    public ProviderHarness openHarness(Path directory) {
      return new MemoryHarness(directory, null) {
        @Override
        public Aloft.Builder client() {
          return super.client()
              .layer(
                  new Layer() {
                    @Override
                    public <T> T around(Call call, Inner<T> inner) {
                      return inner.proceed(
                          Call.builder(call.level(), call.operation())
                              .at(call.provider(), call.scope())
                              .resource(call.resource())
                              .verbId(call.verbId())
                              .build());
                    }
                  });
        }
      };
    }

    @Test
    @Needs("training.nodes")
    void isNotRefused() {}
  }
}
