package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.ProviderOptions;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.internal.intent.Revisions;
import dev.aloft.internal.layers.HandTiming;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An endpoint of two revisions that read their rows differently. */
abstract class PredictedEndpoint {
  static final String NAME = "wine";
  static final EndpointRevision OLD = revision(Protocol.CSV, "a", "b");
  static final EndpointRevision NEW = revision(Protocol.V1, "a", "b", "c");
  static final List<Row> OLD_ROWS = List.of(Row.of(1.0, 2.0));
  static final List<Row> NEW_ROWS = List.of(Row.of(1.0, 2.0, 3.0));
  static final EndpointRevision TURNED = revision(Protocol.CSV, "b", "a");

  final HandTiming timing = new HandTiming();
  final ServedCloud cloud = new ServedCloud(timing);
  final Session session =
      new Engine(
              new EngineContext(
                  EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), timing)),
              cloud)
          .session(List.of());
  final EndpointCore endpoint = new EndpointCore(session, NAME);

  static EndpointRevision revision(Protocol protocol, String... columns) {
    return revision("mem://models/" + protocol, protocol, columns);
  }

  static EndpointRevision revision(String model, Protocol protocol, String... columns) {
    Signature signature =
        new Signature(
            Arrays.stream(columns).map(name -> new Column(name, DataType.FLOAT64)).toList(),
            List.of(new Column("score", DataType.FLOAT64)));
    ModelManifest manifest =
        new ModelManifest(ModelFormat.CUSTOM, "", signature, null, Map.of(), Map.of());
    return Revisions.hashed(
        new EndpointRevision(
            "",
            model,
            "hash",
            manifest,
            null,
            null,
            "ready-made",
            protocol,
            null,
            Scaling.ONE,
            Map.of(),
            Map.of(),
            ProviderOptions.none()));
  }

  @BeforeEach
  void deployTheOldOne() {
    settle(wish(OLD));
  }

  @AfterEach
  void close() {
    session.close();
  }

  long wish(EndpointRevision revision) {
    return session.engine().endpoints().want(NAME, EndpointSpec.of(NAME, revision), "deploy");
  }

  void settle(long generation) {
    Turn turn = turn(generation);
    while (turn instanceof Turn.Pending) {
      turn = turn(generation);
    }
    assertThat(turn).isInstanceOf(Turn.Settled.class);
  }

  Turn turn(long generation) {
    return session.engine().endpoints().turn(NAME, generation);
  }

  String sent(EndpointCore through, List<Row> rows) {
    assertThat(through.predict(rows, null).get(0).value()).isEqualTo(0.5);
    return new String(cloud.lastPayload().body(), StandardCharsets.UTF_8).strip();
  }

  static AloftException error(EndpointCore through, List<Row> rows) {
    return catchThrowableOfType(AloftException.class, () -> through.predict(rows, null));
  }
}
