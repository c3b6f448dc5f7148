package dev.aloft.internal;

import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import dev.aloft.internal.intent.WishFailure;
import dev.aloft.internal.intent.WishOutcome;
import dev.aloft.operation.OperationId;
import java.util.Optional;

/** How a wish ended, as its operation tells it. Immutable. */
final class WishEndings {
  private final String kind;
  private final ReconcilerHost host;

  WishEndings(String kind, ReconcilerHost host) {
    this.kind = kind;
    this.host = host;
  }

  /**
   * How a generation ended; empty while it, or the way back from it, is open.
   *
   * @throws AloftException NOT_FOUND when nobody wished it
   */
  Optional<Turn> of(NameState state, long generation) {
    if (generation < 1 || generation > state.generation()) {
      throw unknown(state, generation, "was never wished");
    }
    RecordedWish wish = state.wish(generation).orElse(null);
    if (wish == null) {
      return ended(unknown(state, generation, "is too old to be remembered"));
    }
    return switch (wish.outcome()) {
      case OPEN -> Optional.empty();
      case SETTLED -> Optional.of(new Turn.Settled());
      case OVERTAKEN -> ended(overtaken(state, wish));
      case CANCELLED, FAILED -> takenBack(state, wish);
    };
  }

  private Optional<Turn> takenBack(NameState state, RecordedWish wish) {
    RecordedWish back = state.wayBack(wish.generation()).orElse(null);
    if (back == null) {
      return ended(looked(state, failed(state, wish, "")).build());
    }
    return switch (back.outcome()) {
      case OPEN -> Optional.empty();
      case SETTLED -> ended(wentBack(state, wish, back));
      case OVERTAKEN, CANCELLED ->
          ended(
              looked(state, failed(state, wish, "; a newer wish came before the state before"))
                  .build());
      case FAILED ->
          ended(
              looked(state, failed(state, wish, "; the state before is not back: " + why(back)))
                  .build());
    };
  }

  private AloftException wentBack(NameState state, RecordedWish wish, RecordedWish back) {
    WishFailure failure = wish.failure();
    if (back.spec() == null) {
      return failed(state, wish, "; nothing of it is left").nextStep(history(state.name())).build();
    }
    if (failure == null) {
      return looked(state, failed(state, wish, "")).build();
    }
    AloftException.Builder error =
        error(
            ErrorCode.ROLLED_BACK,
            state,
            wish,
            " failed and the state before serves again: " + failure.reason());
    return looked(state, blamed(failure, error.rawCode(failure.code().name()))).build();
  }

  private AloftException.Builder failed(NameState state, RecordedWish wish, String note) {
    WishFailure failure = wish.failure();
    if (failure == null) {
      return error(ErrorCode.CANCELLED, state, wish, " was cancelled" + note);
    }
    return blamed(
        failure, error(failure.code(), state, wish, " failed: " + failure.reason() + note));
  }

  /**
   * With what the provider said, and who can act. A model's files are those that the caller named:
   * nobody else can make them whole.
   */
  private static AloftException.Builder blamed(WishFailure failure, AloftException.Builder error) {
    error.blame(failure.code().usualBlame()).logTail(failure.log());
    if (failure.refusal() != null) {
      failure.refusal().tell(error);
    }
    return failure.code() == ErrorCode.DATA_CORRUPTED
        ? error
            .blame(Blame.USER_CODE)
            .nextStep(
                NextStep.java(
                    "takes the model whole again, from the registry",
                    "aloft.models().get(name).download(directory)"))
        : error;
  }

  private AloftException overtaken(NameState state, RecordedWish wish) {
    String by =
        state.wishes().stream()
            .filter(other -> other.generation() > wish.generation())
            .findFirst()
            .map(other -> "\"" + other.verb() + "\", wish " + other.generation() + ",")
            .orElse("a newer wish");
    return looked(
            state,
            error(ErrorCode.CONFLICT, state, wish, " was overtaken: " + by + " came after it"))
        .build();
  }

  /**
   * A wish whose way on is blocked: a removal that fails, or a way back that does. It stays open.
   *
   * @param asked the generation whose operation is told
   */
  Turn stuck(NameState state, long asked, RecordedWish open, WishFailure fail, Observation seen) {
    RecordedWish wish = state.wish(asked).orElse(open);
    AloftException.Builder error =
        wish.generation() == open.generation()
            ? blamed(fail, error(fail.code(), state, wish, " failed: " + fail.reason()))
            : failed(state, wish, "; the state before could not be restored: " + fail.reason());
    for (Part part : seen.parts()) {
      if (part.ours()) {
        error.effect(Effect.UNKNOWN);
        error.stillExists(
            part.kind() + " " + part.id() + " (" + part.word() + (part.bills() ? ", bills)" : ")"));
      }
    }
    error.nextStep(NextStep.java("tries again", "aloft.recover()"));
    return new Turn.Ended(looked(state, error).build());
  }

  private AloftException unknown(NameState state, long generation, String why) {
    return AloftException.of(
            ErrorCode.NOT_FOUND,
            "wish " + generation + " for " + kind + " \"" + state.name() + "\" " + why)
        .provider(host.provider())
        .resource(state.name())
        .build();
  }

  private AloftException.Builder error(
      ErrorCode code, NameState state, RecordedWish wish, String what) {
    OperationId id =
        OperationId.change(host.provider(), host.scope(), kind, state.name(), wish.generation());
    return AloftException.of(
            code, "\"" + wish.verb() + "\" of " + kind + " \"" + state.name() + "\"" + what)
        .operation(wish.verb())
        .resource(id.toString())
        .provider(host.provider());
  }

  /** With a step that shows what is there; last, since the provider's own are more to the point. */
  private static AloftException.Builder looked(NameState state, AloftException.Builder error) {
    int at = state.name().indexOf('@');
    return error.nextStep(
        at < 0
            ? NextStep.java(
                "shows what is there and whose it is",
                "aloft.endpoint(\"" + state.name() + "\").status()")
            : versions(state.name(), at));
  }

  private static NextStep history(String name) {
    int at = name.indexOf('@');
    return at < 0
        ? NextStep.java(
            "shows what was wished, and what came of it",
            "aloft.endpoint(\"" + name + "\").history()")
        : versions(name, at);
  }

  private static NextStep versions(String name, int at) {
    return NextStep.java(
        "shows the versions", "aloft.models().versions(\"" + name.substring(0, at) + "\")");
  }

  private static String why(RecordedWish back) {
    WishFailure failure = back.failure();
    return failure == null ? "" : failure.reason();
  }

  private static Optional<Turn> ended(AloftException error) {
    return Optional.of(new Turn.Ended(error));
  }

  /** The word for an ending in a lifecycle event. */
  static String word(Turn turn) {
    return turn instanceof Turn.Ended ended ? ended.error().code().name() : "settled";
  }

  /** Whether the operation is on its way back because the caller wants it. */
  static boolean isCancelling(NameState state, long generation) {
    return state
        .wish(generation)
        .filter(wish -> wish.outcome() == WishOutcome.CANCELLED)
        .isPresent();
  }
}
