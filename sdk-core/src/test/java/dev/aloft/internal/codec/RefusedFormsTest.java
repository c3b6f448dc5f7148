package dev.aloft.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.ReplyContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the protocols refuse, and in which words. */
class RefusedFormsTest extends RequestForms {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'inputs': [[1, 2]], 'instances': [[1, 2]]}",
        "{'messages': []}",
        "[]",
        "3",
        "",
        "{'dataframe_split': {'columns': ['a', 'b']}}",
        "{'dataframe_split': {'columns': ['a', 'a'], 'data': [[1, 2]]}}",
        "{'dataframe_split': {'columns': ['a'], 'data': [[1, 2]]}}",
        "{'inputs': {'a': [[1, 2]], 'b': [1]}}",
        "{'inputs': {'a': [1], 'b': [1, 2]}}",
        "{'inputs': {'a': [1]}, 'inputs': {'a': [1]}}"
      })
  void mlflowRefusesAnythingElse(String body) {
    assertInvalid(Protocol.MLFLOW, body, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/xml",
        "application/json; charset=latin-1",
        "application/json; format=pandas-split",
        "text/csv; header=present"
      })
  void mlflowRefusesOtherContentTypes(String type) {
    assertThatThrownBy(
            () -> Codecs.of(Protocol.MLFLOW).decodeRequest(bytes("{'inputs': [[1,2]]}"), type, AB))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UINT8|[2]|[0, 256]|beyond the datatype UINT8",
        "INT8|[2]|[0, -129]|beyond the datatype INT8",
        "UINT64|[2]|[0, 9223372036854775808]|out of range of `long`",
        "FP32|[2]|[0, 1e39]|beyond the largest number",
        "FP64|[2]|[0, 1e309]|beyond the largest number",
        "INT64|[2]|[0, 1.5]|a value of type INT64 is wanted",
        "FP32|[2]|[0, 'x']|a value of type FLOAT32 is wanted",
        "BF16|[2]|[0, 1]|\"BF16\" is not known",
        "FP32|[3]|[0, 1]|do not fill the shape [3]",
        "FP32|[4611686018427387904, 4]|[]|do not fill the shape",
        "FP32|[-1]|[0]|none of them negative",
        "FP32|[1, 1, 1]|[0]|rows have one or two dimensions"
      })
  void v2RefusesWhatDoesNotFit(String datatype, String shape, String data, String message) {
    assertInvalid(Protocol.V2, v2(datatype, shape, data), message);
  }

  @Test
  void v2RefusesBinaryDataAndHalfTensors() {
    assertInvalid(
        Protocol.V2,
        "{'inputs': [{'name': 'a', 'shape': [1], 'datatype': 'FP32',"
            + " 'parameters': {'binary_data_size': 4}}]}",
        "binary");
    assertInvalid(Protocol.V2, "{'inputs': [{'name': 'a', 'data': [1]}]}", "\"a\" needs");
    assertInvalid(Protocol.V2, "{'inputs': []}", "no \"inputs\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "mlflow", "vertex"})
  void jsonRefusesInfinitiesByName(String protocol) {
    Table table = Table.of(List.of(Row.of(1f, 2L), Row.of(Float.NEGATIVE_INFINITY, 2L)));

    assertThatThrownBy(() -> Codecs.of(Protocol.of(protocol)).encodeRequest(table, AB))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("row 1, column \"a\" is -Infinity");
    assertThatThrownBy(
            () ->
                Codecs.of(Protocol.of(protocol))
                    .encodeReply(
                        List.of(Tensor.float64("p", new double[] {0, 1 / 0.0})),
                        ReplyContext.of("m")))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FAILED))
        .hasMessageContaining("\"p\" is Infinity at row 1");
  }

  @Test
  void csvRefusesWhatItCannotCarry() {
    Table table = Table.builder(DataType.STRING).row((Object) null).build();

    assertThatThrownBy(() -> Codecs.of(Protocol.CSV).encodeRequest(table, Signature.UNKNOWN))
        .hasMessageContaining("row 0 is missing");
    assertThatThrownBy(
            () ->
                Codecs.of(Protocol.CSV)
                    .encodeRequest(Table.of(List.of(Row.of("\ud800"))), Signature.UNKNOWN))
        .hasMessageContaining("surrogate");
  }

  @Test
  void csvNamesTheLineAndCell() {
    assertThatThrownBy(
            () -> Codecs.of(Protocol.CSV).decodeRequest(bytes("0.1,2\n0.1,x\n"), "text/csv", AB))
        .hasMessageContaining("line 2: cell 1 is \"x\" where a INT64 is wanted");
    assertThatThrownBy(
            () -> Codecs.of(Protocol.CSV).decodeRequest(bytes("1,2,3\n"), "text/csv", AB))
        .hasMessageContaining("line 1: 3 cells, 2 are wanted");
  }

  @Test
  void sageMakerRefusesOtherTypes() {
    assertThatThrownBy(
            () ->
                Codecs.of(Protocol.SAGEMAKER)
                    .encodeReply(List.of(), ReplyContext.of("m").accepting("text/html")))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    assertThat(decode(Protocol.SAGEMAKER, "{'instances': [[1, 2]]}", AB).rows().rowCount())
        .isEqualTo(1);
  }

  @Test
  void wholeNumbersBeyondTheLargestBrokenOneAreRefused() {
    String huge = "[1" + "0".repeat(400) + "]";

    assertInvalid(Protocol.V2, v2("FP64", "[1, 1]", huge), "beyond the largest number");
    assertInvalid(
        Protocol.V2, v2("FP32", "[1, 1]", "[1" + "0".repeat(39) + "]"), "beyond the largest");
  }

  @Test
  void wholeNumbersInCsvKeepTheirDigitsOrAreRefused() {
    byte[] mixed = "1,9007199254740993\n1,0.5\n".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () -> Codecs.of(Protocol.CSV).decodeRequest(mixed, "text/csv", Signature.UNKNOWN))
        .hasMessageContaining("line 2")
        .hasMessageContaining("cell 1");
  }

  @Test
  void rawHasNoCodec() {
    assertThatThrownBy(() -> Codecs.of(Protocol.RAW)).hasMessageContaining("invoke");
  }

  private static void assertInvalid(Protocol protocol, String body, String message) {
    assertThatThrownBy(() -> decode(protocol, body, AB))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining(message.replace('\'', '"'));
  }
}
