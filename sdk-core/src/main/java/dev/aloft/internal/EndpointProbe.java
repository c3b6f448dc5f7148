package dev.aloft.internal;

import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Codec;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

  /** The model's own word, or that its protocol has no rows. */
  private static final Set<ErrorCode> REFUSALS =
      EnumSet.of(ErrorCode.MODEL_FAILED, ErrorCode.INVALID_REQUEST, ErrorCode.UNSUPPORTED);

  private final ServingDriver driver;

  EndpointProbe(ServingDriver driver) {
    this.driver = driver;
  }

  @Override
  public void ask(Target<EndpointSpec> target, Observation seen) {
    EndpointSpec spec = target.wish().orElseThrow();
    Row probe = spec.probe();
    List<EndpointRevision> asked =
        spec.revisions().stream()
            .filter(revision -> probe != null || revision.manifest().signature().isKnown())
            .toList();
    if (asked.isEmpty()) {
      return;
    }
    Invoker invoker = driver.invoker(target, seen);
    for (EndpointRevision revision : asked) {
      if (probe != null) {
        ask(invoker, spec, revision, probe);
      } else {
        askAnything(invoker, spec, revision);
      }
    }
  }

  private static void askAnything(Invoker invoker, EndpointSpec spec, EndpointRevision revision) {
    try {
      ask(invoker, spec, revision, rowOf(revision.manifest().signature()));
    } catch (AloftException e) {
      if (!REFUSALS.contains(e.code())) {
        throw e;
      }
      LOG.warn(
          "\"{}\" answers, and refuses a row of zeros; a probe of DeployOptions would say whether"
              + " it serves: {}",
          spec.name(),
          e.oneLine());
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
      Invoker invoker, EndpointSpec spec, EndpointRevision revision, Row probe) {
    Codec codec = Codecs.of(revision.protocol());
    Payload rows = codec.encodeRequest(Table.of(List.of(probe)), revision.manifest().signature());
    Invoker towards = invoker.towards(revision.hash());
    Reply reply = towards.invoke(rows.asRepeatable(), towards.usualTimeout());
    EndpointRevision answered = reply.revision().flatMap(spec::revision).orElse(revision);
    Codecs.of(answered.protocol())
        .decodeReply(reply.body(), reply.contentType(), 1, answered.manifest().signature());
  }
}
