package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Payload;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.operation.OperationState;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a client knows of an endpoint that it changes itself, and what it tells of one that it
 * cannot ask.
 */
class PredictorChangesTest extends PredictedEndpoint {

  @Test
  void forgetsWhatItKnewWhenItChangesTheEndpointItself() {
    settle(wish(NEW));
    assertThat(sent(endpoint, NEW_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0,3.0]]}");

    endpoint.rollback();
    settle(session.engine().endpoints().history(NAME).get(0).generation());

    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");
  }

  @Test
  void getsReadyForAChangeThatIsMadeHereAndForNoPlan() {
    settle(wish(NEW));
    session.engine().endpoints().plan(NAME, EndpointSpec.of(NAME, TURNED));
    sent(endpoint, NEW_ROWS);
    endpoint.status();
    assertThat(cloud.prepared).isEmpty();

    endpoint.rollback();

    assertThat(cloud.prepared).containsExactly(EndpointSpec.of(NAME, OLD));
  }

  @Test
  void wishesOnceForTheRemovalOfWhatIsGone() {
    settle(session.engine().endpoints().want(NAME, null, "undeploy"));
    long last = endpoint.history().get(0).generation();

    Deployment again = endpoint.undeploy();

    assertThat(again.id().generation()).hasValue(last);
    assertThat(again.refresh().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(endpoint.history().get(0).generation()).isEqualTo(last);

    cloud.serving.put(NAME, OLD.hash());
    endpoint.undeploy();
    assertThat(endpoint.history().get(0).generation()).isEqualTo(last + 1);
  }

  @Test
  void sendsRawBytesWhereNoCodecIs() {
    settle(wish(revision(Protocol.of("of-their-own"), "a", "b")));
    Payload payload = Payload.of(new byte[] {1, 2, 3}, "application/x-theirs");

    assertThat(endpoint.invoke(payload, null).text()).isEqualTo("0.5");
    assertThat(cloud.lastPayload().body()).containsExactly(1, 2, 3);
    assertThat(endpoint.url()).isEqualTo("mem://wine");

    AloftException error = error(endpoint, OLD_ROWS);
    assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(error.summary()).contains("of-their-own", "invoke");
    assertThat(error.operation()).contains("predict");
    assertThat(error.resource()).contains(NAME);
  }

  @Test
  void advisesToRecoverWhereOnlyPartsAreLeft() {
    assertThat(steps(true)).containsExactly("aloft.recover()", "model.deploy(\"wine\")");
    assertThat(steps(false)).containsExactly("aloft.endpoints()", "model.deploy(\"wine\")");
  }

  private static List<String> steps(boolean partsLeft) {
    AloftException absent = AloftException.of(ErrorCode.NOT_FOUND, "nobody serves it").build();
    return PredictionWay.nowhere(absent, NAME, partsLeft).nextSteps().stream()
        .map(NextStep::line)
        .toList();
  }
}
