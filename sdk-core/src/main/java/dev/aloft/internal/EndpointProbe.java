package dev.aloft.internal;

import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predicts until each revision has answered: at once where the provider can choose the one that
 * does, else as often as its share of the calls makes it all but certain. Nobody's word counts but
 * that of the revision itself. The row is the wish's probe, or else one of zeros and empty texts
 * where the model's columns are known. The answer must be one that can be read; what it says is the
 * model's business. So is that it refuses a row which nobody has chosen: then it is there and
 * answers, and a warning says what. Immutable.
 */
final class EndpointProbe implements Probe<EndpointSpec> {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointProbe.class);
  private static final int ALL = 100;

  /** How likely it may be that a revision which answers is not met by all that is sent. */
  private static final double MISSED = 1e-6;

  private final ServingDriver driver;

  EndpointProbe(ServingDriver driver) {
    this.driver = driver;
  }

  @Override
  public boolean isChosen(Target<EndpointSpec> target) {
    return target.wish().orElseThrow().probe() != null;
  }

  @Override
  public boolean asks(Target<EndpointSpec> target) {
    return !questions(target.wish().orElseThrow()).isEmpty();
  }

  @Override
  public void ask(Target<EndpointSpec> target, Observation seen) {
    EndpointSpec spec = target.wish().orElseThrow();
    Map<EndpointRevision, Payload> questions = questions(spec);
    if (questions.isEmpty()) {
      return;
    }
    Invoker invoker = driver.invoker(target, seen);
    Map<String, Integer> traffic = driver.traffic(target, seen);
    questions.forEach(
        (revision, question) -> {
          try {
            ask(invoker, revision, question, traffic.getOrDefault(revision.hash(), 0));
          } catch (AloftException e) {
            if (spec.probe() != null || e.code() != ErrorCode.MODEL_FAILED) {
              throw e;
            }
            LOG.warn(
                "\"{}\" answers, and refuses a row of zeros; a probe of DeployOptions would say"
                    + " whether it serves: {}",
                spec.name(),
                e.oneLine());
          }
        });
  }

  private static Map<EndpointRevision, Payload> questions(EndpointSpec spec) {
    Row probe = spec.probe();
    Map<EndpointRevision, Payload> questions = new LinkedHashMap<>();
    for (EndpointRevision revision : spec.revisions()) {
      if (probe != null) {
        questions.put(revision, question(revision, probe));
      } else {
        anyQuestion(revision).ifPresent(question -> questions.put(revision, question));
      }
    }
    return questions;
  }

  private static Payload question(EndpointRevision revision, Row row) {
    return Codecs.of(revision.protocol())
        .encodeRequest(Table.of(List.of(row)), revision.manifest().signature());
  }

  /** Empty where the columns are not known, or the protocol cannot write such a row. */
  private static Optional<Payload> anyQuestion(EndpointRevision revision) {
    Signature signature = revision.manifest().signature();
    try {
      return signature.isKnown()
          ? Optional.of(question(revision, rowOf(signature)))
          : Optional.empty();
    } catch (AloftException e) {
      LOG.debug("{} is not asked a row of zeros: {}", revision.hash(), e.oneLine());
      return Optional.empty();
    }
  }

  private static Row rowOf(Signature signature) {
    return Row.of(
        signature.inputs().stream()
            .map(
                column ->
                    switch (column.type()) {
                      case BOOL -> false;
                      case STRING -> "";
                      case INT32, INT64, FLOAT32, FLOAT64 -> 0;
                    })
            .toArray());
  }

  private static void ask(Invoker invoker, EndpointRevision revision, Payload question, int share) {
    Invoker towards = invoker.towards(revision.hash());
    boolean chosen = !towards.equals(invoker);
    int most = chosen ? 1 : sends(share);
    for (int sent = 0; sent < most; sent++) {
      if (isAnswered(towards, revision, question, chosen || share >= ALL)) {
        return;
      }
    }
    throw AloftException.of(
            ErrorCode.BUSY, "of " + most + " answers none was of revision " + revision.hash())
        .effect(Effect.NONE)
        .build();
  }

  /** How many calls meet one that gets a share of them, but for one time in a million. */
  static int sends(int share) {
    return share <= 0 || share >= ALL
        ? 1
        : (int) Math.ceil(Math.log(MISSED) / Math.log1p(-share / (double) ALL));
  }

  /**
   * Asks once.
   *
   * @param alone whether nobody else can have given an answer that names nobody
   */
  private static boolean isAnswered(
      Invoker towards, EndpointRevision revision, Payload question, boolean alone) {
    try {
      Reply reply = towards.invoke(question.asRepeatable(), towards.usualTimeout());
      if (!reply.revision().map(revision.hash()::equals).orElse(alone)) {
        return false;
      }
      Codecs.of(revision.protocol())
          .decodeReply(reply.body(), reply.contentType(), 1, revision.manifest().signature());
      return true;
    } catch (AloftException e) {
      if (e.revision().map(revision.hash()::equals).orElse(true)) {
        throw e;
      }
      return false;
    }
  }
}
