package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.data.Row;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose errors are those of the revision that is asked. */
class EndpointProbeTest {
  private static final EndpointRevision ASKED =
      PredictedEndpoint.revision("new", Protocol.V2, "rooms");

  @Test
  void anErrorThatNamesNobodyIsNoAnswerToARowOfZerosWhereOthersGetCallsToo() {
    assertThat(refusal(null, 10, null).code()).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void anErrorThatNamesNobodyIsOneToAProbe() {
    assertThat(refusal(Row.of(1), 10, null).code()).isEqualTo(ErrorCode.MODEL_FAILED);
  }

  @Test
  void anErrorOfAnotherIsNoAnswer() {
    assertThat(refusal(Row.of(1), 10, "another").code()).isEqualTo(ErrorCode.BUSY);
  }

  @ParameterizedTest
  @CsvSource({"100,", "10, asked"})
  void itsOwnRefusalOfARowOfZerosIsAnAnswer(int share, @Nullable String answering) {
    String revision = answering == null ? null : ASKED.hash();

    assertThatCode(() -> ask(null, share, revision)).doesNotThrowAnyException();
  }

  private static AloftException refusal(
      @Nullable Row probe, int share, @Nullable String answering) {
    return catchThrowableOfType(AloftException.class, () -> ask(probe, share, answering));
  }

  private static void ask(@Nullable Row probe, int share, @Nullable String answering) {
    EndpointSpec spec =
        new EndpointSpec("flats", List.of(ASKED), Map.of(ASKED.hash(), 100), Map.of(), probe, null);
    new EndpointProbe(driver(new Refusing(answering), Map.of(ASKED.hash(), share)))
        .ask(new Target<>("flats", "log", 1, spec, null, Map.of()), Observation.NOTHING);
  }

  /** One that is asked for its invoker and its traffic alone. */
  private static ServingDriver driver(Invoker invoker, Map<String, Integer> traffic) {
    return (ServingDriver)
        Proxy.newProxyInstance(
            ServingDriver.class.getClassLoader(),
            new Class<?>[] {ServingDriver.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "invoker" -> invoker;
                  case "traffic" -> traffic;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private record Refusing(@Nullable String answering) implements Invoker {
    @Override
    public Protocol protocol() {
      return Protocol.V2;
    }

    @Override
    public String url() {
      return "";
    }

    @Override
    public long maxRequestBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public Reply invoke(Payload payload, Duration timeout) {
      throw AloftException.of(ErrorCode.MODEL_FAILED, "these are no rows")
          .revision(answering)
          .build();
    }
  }
}
