package dev.aloft.driver;

import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a service says of a run. Made with {@link #of} and the {@code with…} methods.
 *
 * @param run the run
 * @param state the portable state; an unknown word is RUNNING
 * @param word the service's own word, verbatim
 * @param phase a text for a person
 * @param fraction the fraction done, null unless the service knows it
 * @param detailed whether this came from a describe, so that the rest is as full as it gets
 * @param code why it ended badly: USER_CODE_FAILED, TIMED_OUT, PREEMPTED, NO_CAPACITY …; null
 * @param blame whose fault, null for the code's usual
 * @param reason the service's text, null for none
 * @param exitCode the program's exit code, null when unknown
 * @param machine the machine type it runs on and why, empty when unknown
 * @param billed the time that is billed, null when unknown
 * @param stillExists what exists all the same
 * @param created when the run was created, by the service's time; null when unknown
 * @param facts what the driver wants to know again when it is asked for the outputs
 */
public record RunStatus(
    RunRef run,
    OperationState state,
    String word,
    String phase,
    @Nullable Double fraction,
    boolean detailed,
    @Nullable ErrorCode code,
    @Nullable Blame blame,
    @Nullable String reason,
    @Nullable Integer exitCode,
    String machine,
    @Nullable Duration billed,
    List<String> stillExists,
    @Nullable Instant created,
    Map<String, String> facts) {

  /** Copies the list and the map. */
  public RunStatus {
    stillExists = List.copyOf(stillExists);
    facts = Map.copyOf(facts);
  }

  /** A state and the service's word for it. */
  public static RunStatus of(RunRef run, OperationState state, String word, String phase) {
    return new RunStatus(
        run, state, word, phase, null, false, null, null, null, null, "", null, List.of(), null,
        Map.of());
  }

  /** The same, as full as it gets. */
  public RunStatus asDetailed() {
    return with(draft -> draft.detailed = true);
  }

  /** The same with why it ended badly. */
  public RunStatus withFailure(
      ErrorCode why, @Nullable Blame whose, @Nullable String text, @Nullable Integer exit) {
    return with(
        draft -> {
          draft.code = why;
          draft.blame = whose;
          draft.reason = text;
          draft.exitCode = exit;
        });
  }

  /** The same with the machine and the billed time. */
  public RunStatus withMachine(String type, @Nullable Duration billedTime) {
    return with(
        draft -> {
          draft.machine = type;
          draft.billed = billedTime;
        });
  }

  /** The same with what exists all the same. */
  public RunStatus withStillExists(List<String> things) {
    return with(draft -> draft.stillExists = things);
  }

  /** The same with when the run was created, by the service's time. */
  public RunStatus withCreated(@Nullable Instant at) {
    return with(draft -> draft.created = at);
  }

  /** The same with what the driver wants to know again. */
  public RunStatus withFacts(Map<String, String> known) {
    return with(draft -> draft.facts = known);
  }

  private RunStatus with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new RunStatus(
        run,
        state,
        word,
        phase,
        fraction,
        draft.detailed,
        draft.code,
        draft.blame,
        draft.reason,
        draft.exitCode,
        draft.machine,
        draft.billed,
        draft.stillExists,
        draft.created,
        draft.facts);
  }

  /** What is told after the state, while it changes. */
  private static final class Draft {
    private boolean detailed;
    private @Nullable ErrorCode code;
    private @Nullable Blame blame;
    private @Nullable String reason;
    private @Nullable Integer exitCode;
    private String machine;
    private @Nullable Duration billed;
    private List<String> stillExists;
    private @Nullable Instant created;
    private Map<String, String> facts;

    private Draft(RunStatus from) {
      detailed = from.detailed;
      code = from.code;
      blame = from.blame;
      reason = from.reason;
      exitCode = from.exitCode;
      machine = from.machine;
      billed = from.billed;
      stillExists = from.stillExists;
      created = from.created;
      facts = from.facts;
    }
  }
}
