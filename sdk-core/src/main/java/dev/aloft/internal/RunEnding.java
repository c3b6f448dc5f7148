package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MachineType;
import dev.aloft.driver.MetricLine;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the end of a run into a model, or into everything there is to say about its failure. */
final class RunEnding {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnding.class);
  private static final int LOG_LINES = 100;
  private static final int MUCH_GIB = 64;

  /** More than are told, since metrics stand among them. */
  private static final int LOOKED_AT = 1_000;

  private final RunHost host;
  private final RunCore run;
  private final RunStatus status;

  private RunEnding(RunHost host, RunCore run, RunStatus status) {
    this.host = host;
    this.run = run;
    this.status = status;
  }

  /**
   * The ending of a run that has ended.
   *
   * @throws AloftException when the result cannot be read now and may be later
   */
  static Ending<Model> of(RunHost host, RunCore run, RunStatus status) {
    RunEnding ending = new RunEnding(host, run, status);
    return status.state() == OperationState.SUCCEEDED ? ending.success() : ending.failure();
  }

  private Ending<Model> success() {
    try {
      Optional<String> model = run.outputs().model();
      return model.isPresent() ? Ending.of(host.model(model.get())) : Ending.failed(withoutModel());
    } catch (AloftException e) {
      if (Patience.heals(e)) {
        throw e;
      }
      return Ending.failed(
          run.ended(e.code(), "the model of " + run.runName() + " cannot be read: " + e.summary())
              .operation("train")
              .blame(e.blame())
              .cause(e)
              .nextStep(outputsStep())
              .build());
    }
  }

  private AloftException withoutModel() {
    return run.ended(
            ErrorCode.USER_CODE_FAILED,
            run.runName() + " ended well and left no model: nothing was written to ALOFT_MODEL_DIR")
        .operation("train")
        .logTail(tail())
        .nextStep(logsStep())
        .nextStep(outputsStep())
        .build();
  }

  private Ending<Model> failure() {
    ErrorCode code = code();
    List<String> tail = tail();
    AloftException.Builder error =
        run.ended(code, summary(code))
            .operation("train")
            .rawCode(status.word())
            .exitCode(status.exitCode())
            .logTail(tail);
    Blame blame = status.blame();
    if (blame != null) {
      error.blame(blame);
    }
    Map<String, String> outputs = outputs();
    status.stillExists().forEach(error::stillExists);
    outputs.forEach((name, uri) -> error.stillExists(name + ": " + uri));
    remedy(code, error);
    error.nextStep(tail.isEmpty() && code != ErrorCode.CANCELLED ? lookStep() : logsStep());
    if (!outputs.isEmpty()) {
      error.nextStep(outputsStep());
    }
    return Ending.failed(error.build());
  }

  private ErrorCode code() {
    if (status.state() == OperationState.CANCELLED) {
      return ErrorCode.CANCELLED;
    }
    ErrorCode code = status.code();
    if (code != null) {
      return code;
    }
    Integer exit = status.exitCode();
    return exit != null && exit != 0 ? ErrorCode.USER_CODE_FAILED : ErrorCode.PROVIDER_ERROR;
  }

  private String summary(ErrorCode code) {
    StringBuilder text = new StringBuilder(run.runName());
    text.append(code == ErrorCode.CANCELLED ? " was cancelled" : " failed");
    String reason = status.reason();
    if (reason != null && !reason.isBlank()) {
      text.append(": ").append(reason.strip());
    }
    Integer exit = status.exitCode();
    if (exit != null && exit != 0) {
      text.append(" (").append(ExitCodes.words(exit)).append(')');
    }
    return text.toString();
  }

  private void remedy(ErrorCode code, AloftException.Builder error) {
    Integer exit = status.exitCode();
    if (exit != null && ExitCodes.isOutOfMemory(exit)) {
      error.nextStep(moreMemory());
    } else if (code == ErrorCode.TIMED_OUT) {
      error.nextStep(
          NextStep.java(
              "give it more time",
              "job.toBuilder().maxRuntime(job.maxRuntime().multipliedBy(2)).build()"));
    } else if (code == ErrorCode.PREEMPTED) {
      error.nextStep(
          NextStep.java(
              "keep what was reached over interruptions",
              ".checkpoints() // on the job; read and write ALOFT_CHECKPOINT_DIR"));
    } else if (code == ErrorCode.PROVIDER_ERROR) {
      error.nextStep(
          NextStep.java(
              "train again; .checkpoints() on the job keeps what a script has reached",
              "aloft.trainer().train(job)"));
    } else if (code == ErrorCode.NO_CAPACITY) {
      error.nextStep(
          NextStep.java("take another machine", ".machine(Machine.cpus(4)) // on the job"));
    }
  }

  /** Asks for nothing that the provider is known not to have. */
  private NextStep moreMemory() {
    double most =
        host.machines().stream().mapToDouble(MachineType::memoryGib).max().orElse(MUCH_GIB);
    return most >= MUCH_GIB
        ? NextStep.java(
            "ask for more memory",
            ".machine(Machine.cpus(8).memoryGib(" + MUCH_GIB + ")) // on the job")
        : NextStep.java(
            "give it less data or end other programs, since the largest machine of "
                + host.provider()
                + " has "
                + most
                + " GiB; then train again, or at another provider",
            "aloft.trainer().train(job)");
  }

  private NextStep logsStep() {
    return NextStep.java(
        "read the whole log",
        "aloft.trainer().run(\"" + run.runName() + "\").logs().forEach(System.out::println)");
  }

  /** For what has printed nothing, as when no container ran. */
  private NextStep lookStep() {
    return NextStep.java(
        "nothing was printed; see all that the provider says of it",
        "System.out.println(aloft.trainer().run(\"" + run.runName() + "\").refresh())");
  }

  private NextStep outputsStep() {
    return NextStep.java(
        "see what it left", "aloft.trainer().run(\"" + run.runName() + "\").outputs()");
  }

  private List<String> tail() {
    try {
      List<String> lines =
          host.drive(() -> host.driver().tail(run.resolved(), LOOKED_AT)).stream()
              .map(LogLine::text)
              .filter(line -> MetricLine.readMarked(line).isEmpty())
              .toList();
      return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    } catch (AloftException e) {
      LOG.debug("the log of {} cannot be read", run.runName(), e);
      return List.of();
    }
  }

  private Map<String, String> outputs() {
    try {
      Outputs outputs = run.outputs();
      return outputs.uris();
    } catch (AloftException e) {
      LOG.debug("the outputs of {} cannot be seen", run.runName(), e);
      return Map.of();
    }
  }
}
