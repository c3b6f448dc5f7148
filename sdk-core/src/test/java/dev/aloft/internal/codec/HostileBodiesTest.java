package dev.aloft.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Payload;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Seeds;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No body makes a codec throw anything but its own error, or take more than its share. */
class HostileBodiesTest {
  private static final List<Protocol> ALL =
      List.of(
          Protocol.CSV,
          Protocol.V1,
          Protocol.V2,
          Protocol.MLFLOW,
          Protocol.SAGEMAKER,
          Protocol.VERTEX);
  private static final Signature WIDE =
      new Signature(
          IntStream.range(0, 1000).mapToObj(i -> new Column("c" + i, DataType.FLOAT32)).toList(),
          List.of());

  @Test
  void brokenBodiesAreRefused() {
    Seeds.each(4000, HostileBodiesTest::refuseBrokenBody);
  }

  private static void refuseBrokenBody(long seed) {
    Random random = new Random(seed);
    Codec codec = Codecs.of(ALL.get(random.nextInt(ALL.size())));
    Table table = new Samples(seed, false).table();
    Signature signature = random.nextBoolean() ? Samples.inputs(table) : Signature.UNKNOWN;
    Payload sent = codec.encodeRequest(table, Samples.inputs(table));
    byte[] body = broken(sent.body(), random);

    try {
      codec.decodeRequest(body, sent.contentType(), signature);
    } catch (AloftException e) {
      assertThat(e.code()).isIn(ErrorCode.INVALID_REQUEST);
      assertThat(e.getMessage()).doesNotContain("Source:");
    }
    try {
      codec.decodeReply(body, sent.contentType(), table.rowCount(), signature);
    } catch (AloftException e) {
      assertThat(e.code()).isIn(ErrorCode.DATA_CORRUPTED);
    }
  }

  private static byte[] broken(byte[] body, Random random) {
    byte[] broken = body.clone();
    byte[] pieces = "[]{},:\"0e-+NaI\n\\nulltrue\0".getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i >= 0 && broken.length > 0; i--) {
      broken[random.nextInt(broken.length)] =
          random.nextBoolean() ? pieces[random.nextInt(pieces.length)] : (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? java.util.Arrays.copyOf(broken, random.nextInt(broken.length + 1))
        : broken;
  }

  @Test
  void depthIsBounded() {
    for (Protocol protocol : Set.of(Protocol.V1, Protocol.V2, Protocol.MLFLOW)) {
      assertInvalid(protocol, "{\"instances\":" + "[".repeat(100_000), WIDE);
      assertInvalid(protocol, "{\"x\":" + "{\"x\":".repeat(100_000), WIDE);
    }
  }

  @Test
  void leftOutCellsAreBounded() {
    String rows = "{\"instances\":[" + "{},".repeat(400_000) + "{}]}";

    assertInvalid(Protocol.V1, rows, WIDE);
    assertInvalid(Protocol.MLFLOW, rows, WIDE);
  }

  @Test
  void differentNamesInEachRowAreBounded() {
    String rows =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "{\"a" + i + "\":1}")
            .collect(Collectors.joining(",", "{\"instances\":[", "]}"));

    assertInvalid(Protocol.V1, rows, Signature.UNKNOWN);
  }

  @Test
  void longNamesTextsAndNumbersAreBounded() {
    assertInvalid(Protocol.V1, "{\"" + "x".repeat(2_000) + "\":1}", WIDE);
    assertInvalid(Protocol.V1, "{\"instances\":[[" + "9".repeat(2_000) + "]]}", WIDE);
    assertInvalid(
        Protocol.V1, "{\"instances\":[[\"" + "x".repeat(1_100_000) + "\"]]}", Signature.UNKNOWN);
  }

  @Test
  void hugeExponentsCostNothing() {
    assertInvalid(Protocol.V1, "{\"instances\":[[1e999999999]]}", Signature.UNKNOWN);
    assertThat(
            Codecs.of(Protocol.V1)
                .decodeRequest(
                    "{\"instances\":[[1e-999999999]]}".getBytes(StandardCharsets.UTF_8),
                    "application/json",
                    Signature.UNKNOWN)
                .rows()
                .getDouble(0, 0))
        .isZero();
  }

  @Test
  void aNameStandsOnlyOnce() {
    assertInvalid(Protocol.V1, "{\"instances\":[[1]],\"instances\":[[2]]}", Signature.UNKNOWN);
    assertInvalid(Protocol.V1, "{\"instances\":[{\"a\":1,\"a\":2}]}", Signature.UNKNOWN);
  }

  @Test
  void wideRowsThatFitAreTaken() {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      row.add("0.5");
    }
    String body = "{\"instances\":[[" + String.join(",", row) + "]]}";

    assertThat(
            Codecs.of(Protocol.V1)
                .decodeRequest(body.getBytes(StandardCharsets.UTF_8), "", WIDE)
                .rows()
                .columnCount())
        .isEqualTo(1000);
  }

  private static void assertInvalid(Protocol protocol, String body, Signature signature) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 100_000_000) {
      fail("the test itself is too large");
    }
    assertThatThrownBy(
            () -> Codecs.of(protocol).decodeRequest(bytes, "application/json", signature))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }
}
