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
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.List;

/**
 * Predicts on the wish's probe, once for each revision where the provider can choose the one that
 * answers. The answer must be one that can be read; what it says is the model's business.
 * Immutable.
 */
final class EndpointProbe implements Probe<EndpointSpec> {
  private final ServingDriver driver;

  EndpointProbe(ServingDriver driver) {
    this.driver = driver;
  }

  @Override
  public void ask(Target<EndpointSpec> target, Observation seen) {
    EndpointSpec spec = target.wish().orElseThrow();
    Row probe = spec.probe();
    if (probe != null) {
      Invoker invoker = driver.invoker(target, seen);
      spec.revisions().forEach(revision -> ask(invoker, spec, revision, probe));
    }
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
