package dev.aloft.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Payload;
import dev.aloft.driver.ReplyContext;
import dev.aloft.internal.Seeds;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.util.List;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a protocol can carry comes out as it went in, on both ends. */
class CodecRoundTripTest {
  private static final Set<Protocol> LINES = Set.of(Protocol.CSV, Protocol.SAGEMAKER);

  private static final List<Codec> CODECS =
      Stream.of(
              Protocol.CSV,
              Protocol.V1,
              Protocol.V2,
              Protocol.MLFLOW,
              Protocol.SAGEMAKER,
              Protocol.VERTEX)
          .map(Codecs::of)
          .toList();

  private static void eachCodec(ObjLongConsumer<Codec> test) {
    CODECS.forEach(codec -> Seeds.each(500, seed -> test.accept(codec, seed)));
  }

  @Test
  void requests() {
    eachCodec(CodecRoundTripTest::request);
  }

  private static void request(Codec codec, long seed) {
    Table table = new Samples(seed, LINES.contains(codec.protocol())).table();
    Signature signature = Samples.inputs(table);

    Payload sent = codec.encodeRequest(table, signature);

    assertThat(codec.decodeRequest(sent.body(), sent.contentType(), signature).rows())
        .isEqualTo(table);
  }

  @Test
  void replies() {
    eachCodec(CodecRoundTripTest::reply);
  }

  private static void reply(Codec codec, long seed) {
    boolean lines = LINES.contains(codec.protocol());
    boolean several = seed % 2 == 0;
    int rows = 1 + (int) Math.floorMod(seed, 4L);
    List<Tensor> outputs = new Samples(seed, lines).outputs(rows, !(lines && several), several);
    Signature signature = Samples.outputs(outputs);

    Payload answer = codec.encodeReply(outputs, ReplyContext.of("model"));

    assertThat(codec.decodeReply(answer.body(), answer.contentType(), rows, signature))
        .isEqualTo(outputs);
  }

  @Test
  void sageMakerRepliesAsJson() {
    Seeds.each(1000, CodecRoundTripTest::replyAsJson);
  }

  private static void replyAsJson(long seed) {
    Codec codec = Codecs.of(Protocol.SAGEMAKER);
    List<Tensor> outputs = new Samples(seed, false).outputs(3, true, true);

    Payload answer =
        codec.encodeReply(outputs, ReplyContext.of("model").accepting("application/json"));

    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(codec.decodeReply(answer.body(), answer.contentType(), 3, Samples.outputs(outputs)))
        .isEqualTo(outputs);
  }

  @Test
  void v2TellsTheTypesItself() {
    Seeds.each(1000, CodecRoundTripTest::untypedRequest);
  }

  private static void untypedRequest(long seed) {
    Codec codec = Codecs.of(Protocol.V2);
    Table table = new Samples(seed, false).table();

    Payload sent = codec.encodeRequest(table, Signature.UNKNOWN);
    Table received = codec.decodeRequest(sent.body(), sent.contentType(), Signature.UNKNOWN).rows();

    assertThat(received.as(table.columns())).isEqualTo(table);
  }
}
