package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.Exchange;
import dev.aloft.model.Model;
import dev.aloft.testkit.Fixtures;
import dev.aloft.training.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One thing goes wrong on the wire while a model is trained, registered, deployed, called, updated
 * and taken away. The user sees none of it but a refusal, after which the same program goes on; and
 * nothing is left over. Where each kind strikes is drawn by a seed; under the tag {@code long} each
 * kind is played at the first and at the last request of every operation.
 */
class WireFaultsTest {
  private static final String NAME = "wire";
  private static final String SEED = "wire.faults.seed";
  private static final List<WireFault.Kind> KINDS = List.of(WireFault.Kind.values());

  @TempDir private Path directory;
  private int places;

  @Test
  void someFaultsOnTheWire() {
    List<String> operations = operations();
    long seed = Long.getLong(SEED, 5);
    Random random = new Random(seed);
    for (WireFault.Kind kind : KINDS) {
      int request = random.nextInt(operations.size());
      String operation = operations.get(request);
      int number = Math.toIntExact(count(operations.subList(0, request + 1), operation));
      try {
        play(new WireFault(kind, operation, number));
      } catch (AssertionError e) {
        throw new AssertionError("-D" + SEED + "=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  @Tag("long")
  void everyKindOfFaultAtEveryKindOfRequest() {
    List<String> operations = operations();
    Map<String, Integer> counts = new TreeMap<>();
    operations.forEach(operation -> counts.merge(operation, 1, Integer::sum));
    List<String> wrong = new ArrayList<>();
    counts.forEach(
        (operation, count) -> {
          for (WireFault.Kind kind : KINDS) {
            tryOut(new WireFault(kind, operation, 1), wrong);
            if (count > 1) {
              tryOut(new WireFault(kind, operation, count), wrong);
            }
          }
        });
    assertThat(wrong).isEmpty();
  }

  private void tryOut(WireFault fault, List<String> wrong) {
    try {
      play(fault);
    } catch (AssertionError e) {
      wrong.add(e.getMessage());
    }
  }

  private static long count(List<String> operations, String operation) {
    return operations.stream().filter(operation::equals).count();
  }

  /** What an undisturbed life sends, in its order. */
  private List<String> operations() {
    try (AwsHarness harness = place();
        Aloft aloft = harness.client().open()) {
      live(aloft, harness);
      List<String> operations =
          harness.cloud().exchanges().all().stream().map(Exchange::operation).toList();
      prove(aloft, harness);
      return operations;
    }
  }

  private AwsHarness place() {
    return new AwsHarness(directory.resolve("place-" + places++));
  }

  private void play(WireFault fault) {
    try (AwsHarness harness = place();
        Aloft aloft = fault.between(harness, harness.client()).open()) {
      AloftException refusal = refusal(aloft, harness);
      if (refusal != null) {
        proveTold(fault, refusal);
        live(aloft, harness);
      }
      prove(aloft, harness);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(fault + ": " + e.getMessage(), e);
    }
  }

  /** A model's answer that makes no sense is told; an update that was refused is taken back. */
  private static void proveTold(WireFault fault, AloftException refusal) {
    if (fault.kind() == WireFault.Kind.MALFORMED && fault.operation().equals("InvokeEndpoint")) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
      return;
    }
    assertThat(fault.kind()).as(refusal.getMessage()).isEqualTo(WireFault.Kind.DENIED);
    if (refusal.code() == ErrorCode.ROLLED_BACK) {
      assertThat(refusal.getMessage()).contains("not authorized");
    } else {
      assertThat(refusal.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
  }

  private static @Nullable AloftException refusal(Aloft aloft, AwsHarness harness) {
    try {
      live(aloft, harness);
      return null;
    } catch (AloftException e) {
      return e;
    }
  }

  /** Done again, it goes on where it ended. */
  private static void live(Aloft aloft, AwsHarness harness) {
    Fixtures fixtures = harness.fixtures();
    TrainingJob job = fixtures.good().toBuilder().key("wire").build();
    Model trained = aloft.trainer().train(job).await(harness.patience());
    Model registered = trained.register(NAME);
    registered.deploy(NAME);
    assertThat(aloft.endpoint(NAME).repeatable().predict(fixtures.row()).value())
        .isBetween(0.0, 1.0);
    aloft.models().at(fixtures.otherModel().directory().toUri().toString()).deploy(NAME);
    assertThat(aloft.endpoint(NAME).repeatable().predict(fixtures.row()).value())
        .matches(fixtures.otherModel()::says);
    aloft.endpoint(NAME).undeploy();
    aloft
        .models()
        .versions(NAME)
        .forEach(version -> aloft.models().delete(NAME, version.version().orElseThrow()));
  }

  /** Undisturbed: a life that sends less than the recorded one may not have met its fault. */
  private static void prove(Aloft aloft, AwsHarness harness) {
    harness.cloud().faults().clear();
    assertThat(harness.things().orElseThrow()).as("what is left").isEmpty();
    assertThat(aloft.orphans().parts()).as("orphans").isEmpty();
    aloft.recover();
    assertThat(aloft.recover().items()).as("half done").isEmpty();
  }
}
