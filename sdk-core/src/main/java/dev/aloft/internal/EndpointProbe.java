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
 * Predicts once for each revision where the provider can choose the one that answers: on the wish's
 * probe, or else on a row of zeros and empty texts where the model's columns are known. The answer
 * must be one that can be read; what it says is the model's business. So is that it refuses a row
 * which nobody has chosen: then it is there and answers, and a warning says what. Immutable.
 */
final class EndpointProbe implements Probe<EndpointSpec> {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointProbe.class);

  private final ServingDriver driver;

  EndpointProbe(ServingDriver driver) {
    this.driver = driver;
  }

  @Override
  public boolean isChosen(Target<EndpointSpec> target) {
    return target.wish().orElseThrow().probe() != null;
  }

  @Override
  public void ask(Target<EndpointSpec> target, Observation seen) {
    EndpointSpec spec = target.wish().orElseThrow();
    Row probe = spec.probe();
    Map<EndpointRevision, Payload> questions = new LinkedHashMap<>();
    for (EndpointRevision revision : spec.revisions()) {
      if (probe != null) {
        questions.put(revision, question(revision, probe));
      } else {
        anyQuestion(revision).ifPresent(question -> questions.put(revision, question));
      }
    }
    if (questions.isEmpty()) {
      return;
    }
    Invoker invoker = driver.invoker(target, seen);
    questions.forEach(
        (revision, question) -> {
          try {
            ask(invoker, spec, revision, question);
          } catch (AloftException e) {
            if (probe != null || e.code() != ErrorCode.MODEL_FAILED) {
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

  private static void ask(
      Invoker invoker, EndpointSpec spec, EndpointRevision revision, Payload question) {
    Invoker towards = invoker.towards(revision.hash());
    Reply reply = towards.invoke(question.asRepeatable(), towards.usualTimeout());
    EndpointRevision answered = reply.revision().flatMap(spec::revision).orElse(revision);
    Codecs.of(answered.protocol())
        .decodeReply(reply.body(), reply.contentType(), 1, answered.manifest().signature());
  }
}
