package dev.aloft.internal;

import dev.aloft.Plan;
import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a driver again and again what it would do next, over parts as they would be after each
 * write.
 *
 * @param <S> what is wished
 */
final class Planning<S> {
  private static final int LONGEST = 100;

  private final ResourceContext<S> context;
  private final List<String> steps = new ArrayList<>();
  private Target<S> target;

  Planning(ResourceContext<S> context, Target<S> target) {
    this.context = context;
    this.target = target;
  }

  Plan run(Observation start) {
    Observation seen = start;
    for (int i = 0; i < LONGEST; i++) {
      Next next = context.driver().next(target, seen);
      if (next instanceof Next.Act act) {
        steps.add(act.action().toString());
        seen = after(act.action(), seen);
      } else if (next instanceof Next.Ask ask) {
        Action first = ask.first();
        Action action = first != null && context.probe().asks(target) ? first : ask.then();
        steps.add(action.toString());
        seen = after(action, seen);
      } else if (next instanceof Next.Wait wait) {
        Observation rested = rested(seen);
        if (rested.equals(seen)) {
          return new Plan(steps, "then waits: " + wait.phase());
        }
        seen = rested;
      } else {
        return new Plan(steps, next instanceof Next.Fail fail ? text(fail) : "done");
      }
    }
    return new Plan(steps, "cannot be told further");
  }

  private static String text(Next.Fail fail) {
    return fail.code() + ": " + fail.reason();
  }

  private Observation after(Action action, Observation seen) {
    target = target.after(action);
    return context.driver().predict(action, target, seen);
  }

  /** What would be there once every change under way has ended. */
  private static Observation rested(Observation seen) {
    List<Part> parts = new ArrayList<>();
    for (Part part : seen.parts()) {
      switch (part.state()) {
        case DELETING -> {}
        case CHANGING ->
            parts.add(
                new Part(
                    part.kind(),
                    part.id(),
                    Part.State.READY,
                    part.word(),
                    part.ours(),
                    part.bills(),
                    part.facts()));
        default -> parts.add(part);
      }
    }
    return new Observation(parts);
  }
}
