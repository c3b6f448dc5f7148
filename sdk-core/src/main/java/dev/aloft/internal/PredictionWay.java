package dev.aloft.internal;

import dev.aloft.driver.Invoker;
import dev.aloft.driver.Part;
import dev.aloft.driver.ServingDriver;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * @param wished the revisions of which it is known how rows are written for them
 * @param strangers the hashes of others that answered, of which a look showed nothing
 * @param passing whether something else answers now or soon, so that it pays to look again
 * @param foundAt when this was found, in nanoseconds of the client's clock
 */
record PredictionWay(
    Invoker invoker,
    Protocol protocol,
    Signature signature,
    Set<String> revisions,
    List<EndpointRevision> wished,
    Set<String> strangers,
    boolean passing,
    long foundAt) {
  private static final int MOST_STRANGERS = 8;

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
    List<EndpointRevision> wished =
        Stream.of(look.target().settled(), look.target().spec())
            .filter(Objects::nonNull)
            .flatMap(spec -> spec.revisions().stream())
            .toList();
    EndpointRevision revision = answering(wished, traffic);
    Set<String> revisions = new HashSet<>(traffic.keySet());
    if (revision != null) {
      revisions.add(revision.hash());
    }
    return new PredictionWay(
        invoker,
        revision == null ? invoker.protocol() : revision.protocol(),
        revision == null ? Signature.UNKNOWN : revision.manifest().signature(),
        Set.copyOf(revisions),
        wished,
        Set.of(),
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
      List<EndpointRevision> wished, Map<String, Integer> traffic) {
    EndpointRevision most = null;
    int share = -1;
    for (EndpointRevision revision : wished) {
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
    return new PredictionWay(invoker, protocol, signature, revisions, wished, strangers, true, now);
  }

  /** The same way with rows for a revision that it knows. */
  PredictionWay answeredBy(String hash) {
    EndpointRevision own = revision(hash).orElseThrow();
    return new PredictionWay(
        invoker,
        own.protocol(),
        own.manifest().signature(),
        Set.of(hash),
        wished,
        strangers,
        passing,
        foundAt);
  }

  /** The same way for a while, although something else answered that nobody here knows. */
  PredictionWay answeredByStranger(String hash) {
    Set<String> more = new HashSet<>(strangers.size() < MOST_STRANGERS ? strangers : Set.of());
    more.add(hash);
    return strange(more, true);
  }

  /** The same way, after another one that was like it. */
  PredictionWay after(@Nullable PredictionWay last) {
    return last != null && protocol.equals(last.protocol) && signature.equals(last.signature)
        ? strange(last.strangers, passing)
        : this;
  }

  private PredictionWay strange(Set<String> others, boolean soon) {
    return new PredictionWay(
        invoker, protocol, signature, revisions, wished, Set.copyOf(others), soon, foundAt);
  }

  /** Whether rows that were written for this way are right for a revision, as far as one sees. */
  boolean fits(String hash) {
    return revision(hash)
        .map(own -> own.protocol().equals(protocol) && own.manifest().signature().equals(signature))
        .orElseGet(() -> revisions.contains(hash) || strangers.contains(hash));
  }

  /** Whether it is known how rows are written for a revision. */
  boolean knows(String hash) {
    return revision(hash).isPresent();
  }

  /** Whether the same answers there, so that the same rows fit. */
  boolean isLike(PredictionWay other) {
    return protocol.equals(other.protocol)
        && signature.equals(other.signature)
        && revisions.equals(other.revisions);
  }

  private Optional<EndpointRevision> revision(String hash) {
    return wished.stream().filter(revision -> revision.hash().equals(hash)).findFirst();
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
