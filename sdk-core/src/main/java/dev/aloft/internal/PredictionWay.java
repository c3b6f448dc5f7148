package dev.aloft.internal;

import dev.aloft.driver.Invoker;
import dev.aloft.driver.Part;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint was found, and how rows are written for what answered there at that time.
 *
 * @param invoker sends
 * @param protocol how rows are written
 * @param signature the columns
 * @param revisions the hashes of the revisions that answered
 * @param passing whether something else answers now or soon, so that it pays to look again
 * @param foundAt when this was found, in nanoseconds of the client's clock
 */
record PredictionWay(
    Invoker invoker,
    Protocol protocol,
    Signature signature,
    Set<String> revisions,
    boolean passing,
    long foundAt) {

  /**
   * Looks for an endpoint.
   *
   * @throws AloftException NOT_FOUND with what to do about it
   */
  static PredictionWay to(Session session, String name) {
    Reconciler.Look<EndpointSpec> look =
        session.drive(() -> session.engine().endpoints().look(name));
    ServingDriver driver = session.engine().backend().serving();
    Invoker invoker = invoker(session, driver, look);
    Map<String, Integer> traffic = driver.traffic(look.target(), look.seen());
    EndpointRevision revision = answering(look.target(), traffic);
    Set<String> revisions = new HashSet<>(traffic.keySet());
    if (revision != null) {
      revisions.add(revision.hash());
    }
    return new PredictionWay(
        invoker,
        revision == null ? invoker.protocol() : revision.protocol(),
        revision == null ? Signature.UNKNOWN : revision.manifest().signature(),
        Set.copyOf(revisions),
        look.open(),
        session.engine().timing().nanos());
  }

  /**
   * The revision that answers most calls. As long as a change is under way that is one of the last
   * settled wish, until the traffic says otherwise.
   *
   * @return null for an endpoint that nobody wished here
   */
  private static @Nullable EndpointRevision answering(
      Target<EndpointSpec> target, Map<String, Integer> traffic) {
    EndpointRevision most = null;
    int share = -1;
    for (EndpointRevision revision :
        Stream.of(target.settled(), target.spec())
            .filter(Objects::nonNull)
            .flatMap(spec -> spec.revisions().stream())
            .toList()) {
      int own = traffic.getOrDefault(revision.hash(), 0);
      if (own > share) {
        share = own;
        most = revision;
      }
    }
    return most;
  }

  /** The same way, which is to be looked for again a while after now. */
  PredictionWay passingFrom(long now) {
    return new PredictionWay(invoker, protocol, signature, revisions, true, now);
  }

  /** Whether the same answers there, so that the same rows fit. */
  boolean isLike(PredictionWay other) {
    return protocol.equals(other.protocol)
        && signature.equals(other.signature)
        && revisions.equals(other.revisions);
  }

  private static Invoker invoker(
      Session session, ServingDriver driver, Reconciler.Look<EndpointSpec> look) {
    try {
      return session.drive(() -> driver.invoker(look.target(), look.seen()));
    } catch (AloftException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      throw nowhere(e, look.target().name(), look.seen().parts().stream().anyMatch(Part::ours));
    }
  }

  /** What to do about an endpoint that is not there, or of which only parts are left. */
  static AloftException nowhere(AloftException error, String name, boolean partsLeft) {
    NextStep deploy = NextStep.java("makes this one", "model.deploy(\"" + name + "\")");
    return partsLeft
        ? error.toBuilder()
            .nextStep(NextStep.java("brings it back, its parts are there", "aloft.recover()"))
            .nextStep(deploy)
            .build()
        : error.toBuilder()
            .nextStep(NextStep.java("shows the endpoints that exist", "aloft.endpoints()"))
            .nextStep(deploy)
            .build();
  }
}
