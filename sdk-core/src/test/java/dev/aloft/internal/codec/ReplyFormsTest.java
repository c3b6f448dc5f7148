package dev.aloft.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codecs;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real servers answer, form by form. */
class ReplyFormsTest {
  private static final String JSON = "application/json";
  private static final Signature FLOAT =
      new Signature(List.of(), List.of(new Column("benign", DataType.FLOAT32)));

  @Test
  void predictionsMayBeValuesArraysObjectsOrColumns() {
    assertThat(json("{'predictions': [0.5, 1]}", 2, Signature.UNKNOWN))
        .containsExactly(Tensor.float64("predictions", new double[] {0.5, 1}));
    assertThat(json("{'predictions': [[1, 2], [3, 4]]}", 2, Signature.UNKNOWN))
        .containsExactly(Tensor.int64("predictions", new long[] {1, 2, 3, 4}, 2, 2));
    assertThat(json("{'predictions': [{'a': 'x', 'b': [true]}]}", 1, Signature.UNKNOWN))
        .containsExactly(
            Tensor.string("a", new String[] {"x"}), Tensor.bool("b", new boolean[] {true}, 1, 1));
    assertThat(json("{'predictions': {'a': [1, 2]}, 'model': {}}", 2, Signature.UNKNOWN))
        .containsExactly(Tensor.int64("a", new long[] {1, 2}));
  }

  @Test
  void theSignatureGivesNameAndType() {
    assertThat(json("{'predictions': [7.038531e-26]}", 1, FLOAT))
        .containsExactly(Tensor.float32("benign", new float[] {7.038531e-26f}));
    assertThat(json("{'predictions': [{'score': 0.5}]}", 1, FLOAT))
        .containsExactly(Tensor.float64("score", new double[] {0.5}));
  }

  @Test
  void missingAndPythonsNanAreNan() {
    assertThat(json("{'predictions': [null, 1, NaN, Infinity]}", 4, Signature.UNKNOWN))
        .containsExactly(
            Tensor.float64("predictions", new double[] {Double.NaN, 1, Double.NaN, 1 / 0.0}));
    assertThat(json("{'predictions': [1, null]}", 2, Signature.UNKNOWN))
        .containsExactly(Tensor.float64("predictions", new double[] {1, Double.NaN}));
  }

  @Test
  void wholeNumbersKeepTheirDigits() {
    assertThat(json("{'predictions': [9007199254740993]}", 1, Signature.UNKNOWN))
        .containsExactly(Tensor.int64("predictions", new long[] {9007199254740993L}));
    assertCorrupted(Protocol.V1, "{'predictions': [9007199254740993, 0.5]}", 2, "no common type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'predictions': [1]}|predictions for 1 rows, 2 were asked",
        "{'predictions': [[1, 2], [3]]}|different shapes",
        "{'predictions': [[[1], [2, 3]], [[1], [2, 3]]]}|different shapes",
        "{'predictions': [1, 'x']}|\"x\" where a value of type INT64",
        "{'predictions': [{'a': 1}, {'b': 1}]}|1 values of \"a\" for 2 rows",
        "{'error': 'boom'}|no \"predictions\"",
        "<html>|not valid JSON",
        "{'predictions': [1, 2]} x|not valid JSON",
        "{'predictions': [1, 2]} 3|the end is wanted"
      })
  void anythingElseIsCorrupted(String body, String message) {
    assertCorrupted(Protocol.V1, body, 2, message);
  }

  @Test
  void v2OutputsNeedTheirRows() {
    String output = "{'outputs': [{'name': 'p', 'shape': [%s], 'datatype': 'FP32', 'data': [1]}]}";

    assertThat(
            Codecs.of(Protocol.V2)
                .decodeReply(bytes(output.formatted("1, 1")), JSON, 1, Signature.UNKNOWN))
        .containsExactly(Tensor.float32("p", new float[] {1}));
    assertCorrupted(Protocol.V2, output.formatted("1"), 2, "for 2 rows");
    assertCorrupted(Protocol.V2, "{'error': 'x'}", 1, "no \"outputs\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.5~0.25~", "0.5~0.25", "0.5,0.25", "'0.5, 0.25'", "[0.5]~[0.25]"})
  void csvAnswersHaveALineOrAFieldForEachRow(String body) {
    assertThat(csv(body, 2, FLOAT))
        .containsExactly(Tensor.float32("benign", new float[] {0.5f, 0.25f}));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1.0,2.0~3.0,4.5~", "'[1.0, 2.0],[3.0, 4.5]'", "1.0,2.0,3.0,4.5"})
  void csvAnswersMayHaveSeveralValues(String body) {
    assertThat(csv(body, 2, Signature.UNKNOWN))
        .containsExactly(Tensor.float64("predictions", new double[] {1, 2, 3, 4.5}, 2, 2));
  }

  @Test
  void wholeNumbersInCsvKeepTheirDigitsOrAreRefused() {
    assertThat(csv("9007199254740993~1", 2, Signature.UNKNOWN))
        .containsExactly(Tensor.int64("predictions", new long[] {9007199254740993L, 1}));
    assertThat(csv("9007199254740992~0.5", 2, Signature.UNKNOWN).get(0).getDouble(0))
        .isEqualTo(0x1p53);
    assertThatThrownBy(() -> csv("9007199254740993~0.5", 2, Signature.UNKNOWN))
        .hasMessageContaining("9007199254740993");
    assertThatThrownBy(() -> csv("0.5~9007199254740993", 2, Signature.UNKNOWN))
        .hasMessageContaining("9007199254740993");
  }

  @Test
  void csvAnswersMayBeTexts() {
    assertThat(csv("\"a,b\"~c", 2, Signature.UNKNOWN))
        .containsExactly(Tensor.string("predictions", new String[] {"a,b", "c"}));
    assertThat(csv("nan~inf", 2, Signature.UNKNOWN))
        .containsExactly(Tensor.float64("predictions", new double[] {Double.NaN, 1 / 0.0}));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,3|1 lines for 2 rows",
        "1~2~3|3 lines for 2 rows",
        "x~y|no number",
        "''|0 lines",
        "1,2~3|1 values for row 1"
      })
  void anythingElseInCsvIsCorrupted(String body, String message) {
    assertCorrupted(Protocol.CSV, body.replace('~', '\n'), 2, message);
  }

  private static List<Tensor> json(String body, int rows, Signature signature) {
    return Codecs.of(Protocol.V1).decodeReply(bytes(body), JSON, rows, signature);
  }

  private static List<Tensor> csv(String body, int rows, Signature signature) {
    return Codecs.of(Protocol.SAGEMAKER)
        .decodeReply(
            body.replace('~', '\n').getBytes(StandardCharsets.UTF_8),
            "text/csv; charset=utf-8",
            rows,
            signature);
  }

  private static void assertCorrupted(Protocol protocol, String body, int rows, String message) {
    Signature signature = protocol.equals(Protocol.CSV) ? FLOAT : Signature.UNKNOWN;
    assertThatThrownBy(
            () ->
                Codecs.of(protocol)
                    .decodeReply(
                        protocol.equals(Protocol.CSV)
                            ? body.getBytes(StandardCharsets.UTF_8)
                            : bytes(body),
                        JSON,
                        rows,
                        signature))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
              assertThat(e.effect()).isEqualTo(Effect.DONE);
              assertThat(e.summary()).contains(message.replace('\'', '"'));
            });
  }

  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
