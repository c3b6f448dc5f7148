package dev.aloft.testkit;

import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointSpec;

/**
 * One decision of a serving driver: what is wished and what was seen, and what is to be done.
 *
 * @param name what the case is about
 * @param target what is wished
 * @param seen what was seen
 * @param expected the decision, as {@link #text} writes it
 */
public record NextFixture(
    String name, Target<EndpointSpec> target, Observation seen, String expected) {

  /**
   * A decision in a few words: {@code create config x}, {@code wait}, {@code done}, {@code fail
   * CODE}; {@code share endpoint x, ask, share endpoint x} with a question between two writes.
   */
  public static String text(Next next) {
    if (next instanceof Next.Act act) {
      return act.action().toString();
    }
    if (next instanceof Next.Ask ask) {
      return (ask.first() == null ? "" : ask.first() + ", ") + "ask, " + ask.then();
    }
    if (next instanceof Next.Fail fail) {
      return "fail " + fail.code();
    }
    return next instanceof Next.Done ? "done" : "wait";
  }
}
