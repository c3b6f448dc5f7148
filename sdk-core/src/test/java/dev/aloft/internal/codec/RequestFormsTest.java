package dev.aloft.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.driver.Payload;
import dev.aloft.driver.ReplyContext;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other people's clients send, form by form. */
class RequestFormsTest extends RequestForms {
  private static final Table TWO =
      Table.builder(AB.inputs()).row(0.1f, 9007199254740993L).row(null, null).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'instances': [[0.1, 9007199254740993], [null, null]]}",
        "{'instances': [{'b': 9007199254740993, 'a': 0.1}, {}]}",
        "{'signature_name': 'x', 'instances': [[1e-1, 9007199254740993], [NaN, null]], 'z': [{}]}"
      })
  void v1AndVertexTakeArraysAndObjects(String body) {
    assertThat(decode(Protocol.V1, body, AB).rows()).isEqualTo(TWO);
    assertThat(decode(Protocol.VERTEX, body, AB).rows()).isEqualTo(TWO);
  }

  @Test
  void v1TakesBareValuesForOneColumn() {
    Signature one = new Signature(List.of(new Column("a", DataType.INT32)), List.of());

    assertThat(decode(Protocol.V1, "{'instances': [1, 2]}", one).rows().toDoubles(0))
        .containsExactly(1, 2);
  }

  @Test
  void vertexTakesParameters() {
    assertThat(
            decode(Protocol.VERTEX, "{'parameters': {'k': 3}, 'instances': []}", AB).parameters())
        .isEqualTo(Map.of("k", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'dataframe_split': {'columns': ['a', 'b'], 'index': [0, 1],"
            + " 'data': [[0.1, 9007199254740993], [null, null]]}}",
        "{'dataframe_split': {'columns': ['b', 'a'],"
            + " 'data': [[9007199254740993, 0.1], [null, null]]}}",
        "{'dataframe_split': {'data': [[0.1, 9007199254740993], [null, null]],"
            + " 'columns': ['a', 'b']}}",
        "{'dataframe_records': [{'a': 0.1, 'b': 9007199254740993}, {'a': null}]}",
        "{'instances': [{'a': 0.1, 'b': 9007199254740993}, {}]}",
        "{'inputs': {'a': [0.1, null], 'b': [9007199254740993, null]}}",
        "{'inputs': {'b': [[9007199254740993], [null]], 'a': [[0.1], [NaN]]}}",
        "{'inputs': [[0.1, 9007199254740993], [null, null]], 'params': null, 'usage_context': {}}"
      })
  void mlflowTakesAllItsForms(String body) {
    assertThat(decode(Protocol.MLFLOW, body, AB).rows()).isEqualTo(TWO);
  }

  @Test
  void mlflowTakesCsvWithAHeader() {
    byte[] body = "b,a\n9007199254740993,0.1\n,\n".getBytes(StandardCharsets.UTF_8);

    assertThat(Codecs.of(Protocol.MLFLOW).decodeRequest(body, "text/csv; charset=UTF-8", AB).rows())
        .isEqualTo(TWO);
  }

  @Test
  void mlflowTakesParameters() {
    String body = "{'params': {'temperature': 0.5}, 'inputs': [[1, 2]]}";

    assertThat(decode(Protocol.MLFLOW, body, AB).parameters())
        .isEqualTo(Map.of("temperature", 0.5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'inputs': [{'name': 'a', 'shape': [2], 'datatype': 'FP32', 'data': [0.1, null]},"
            + " {'name': 'b', 'shape': [2, 1], 'datatype': 'INT64',"
            + " 'data': [[9007199254740993], [null]]}]}",
        "{'inputs': [{'data': [[9007199254740993], [null]], 'datatype': 'INT64', 'name': 'b',"
            + " 'parameters': {'x': [1]}, 'shape': [2, 1]},"
            + " {'data': [0.1, null], 'datatype': 'FP32', 'name': 'a', 'shape': [2]}]}"
      })
  void v2TakesColumnsInAnyOrderAndNesting(String body) {
    assertThat(decode(Protocol.V2, body, AB).rows()).isEqualTo(TWO);
  }

  @Test
  void v2TakesOneMatrixUnderAnyName() {
    String body =
        "{'id': 'x1', 'parameters': {'p': true}, 'outputs': [{'name': 'out'}],"
            + " 'inputs': [{'name': 'input-0', 'shape': [2, 2], 'datatype': 'FP64',"
            + " 'data': [[1.5, 2], [3, 4]]}]}";

    DecodedRequest request = decode(Protocol.V2, body, AB);

    assertThat(request.rows()).isEqualTo(Table.builder(AB.inputs()).row(1.5f, 2).row(3, 4).build());
    assertThat(request.requestId()).contains("x1");
    assertThat(request.parameters()).isEqualTo(Map.of("p", true));
    assertThat(request.outputs()).containsExactly("out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOL|[true, false]",
        "UINT8|[0, 255]",
        "UINT16|[0, 65535]",
        "UINT32|[0, 4294967295]",
        "UINT64|[0, 9223372036854775807]",
        "INT8|[-128, 127]",
        "INT16|[-32768, 32767]",
        "INT32|[-2147483648, 2147483647]",
        "INT64|[-9223372036854775808, 1]",
        "FP16|[0.5, 2]",
        "FP32|[0.5, 1e38]",
        "FP64|[0.5, 1e308]",
        "BYTES|['a', '']"
      })
  void v2KnowsEveryDatatype(String datatype, String data) {
    assertThat(decode(Protocol.V2, v2(datatype, "[2, 1]", data), Signature.UNKNOWN).rows())
        .extracting(Table::rowCount)
        .isEqualTo(2);
  }

  @Test
  void v2AnswersWithNamesAndId() {
    byte[] body =
        Codecs.of(Protocol.V2)
            .encodeReply(
                List.of(Tensor.float32("p", new float[] {0.1f, Float.NaN}, 2, 1)),
                new ReplyContext("my-model", "3", null, "")
                    .to(new DecodedRequest(TWO, "x1", List.of(), Map.of())))
            .body();

    assertThat(new String(body, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"model_name\":\"my-model\",\"model_version\":\"3\",\"id\":\"x1\",\"outputs\":"
                + "[{\"name\":\"p\",\"shape\":[2,1],\"datatype\":\"FP32\",\"data\":[0.1,null]}]}");
  }

  @Test
  void requestsLookAsTheProtocolsSay() {
    Table table = Table.of(List.of(Row.of(0.1f, 2L)));

    assertThat(text(Protocol.CSV, table)).isEqualTo("0.1,2\n");
    assertThat(text(Protocol.SAGEMAKER, table)).isEqualTo("0.1,2\n");
    assertThat(text(Protocol.V1, table)).isEqualTo("{\"instances\":[[0.1,2]]}");
    assertThat(text(Protocol.VERTEX, table)).isEqualTo("{\"instances\":[[0.1,2]]}");
    assertThat(text(Protocol.MLFLOW, table))
        .isEqualTo("{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[0.1,2]]}}");
    assertThat(text(Protocol.V2, table))
        .isEqualTo(
            "{\"inputs\":[{\"name\":\"a\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[0.1]},"
                + "{\"name\":\"b\",\"shape\":[1,1],\"datatype\":\"INT64\",\"data\":[2]}]}");
  }

  @Test
  void numbersOfOneTypeGoAsOneTensor() {
    Payload payload =
        Codecs.of(Protocol.V2)
            .encodeRequest(Table.of(List.of(Row.of(1.0, 2.0))), Signature.UNKNOWN);

    assertThat(new String(payload.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1,2],\"datatype\":\"FP64\","
                + "\"data\":[1.0,2.0]}]}");
  }

  @Test
  void rowsWithNamesKeepThemWhileTheModelIsUnknown() {
    Table table = Table.of(List.of(Row.of(Map.of("a", 1))));

    assertThat(text(Protocol.V1, table, Signature.UNKNOWN))
        .isEqualTo("{\"instances\":[{\"a\":1}]}");
    assertThat(text(Protocol.MLFLOW, Table.of(List.of(Row.of(1))), Signature.UNKNOWN))
        .isEqualTo("{\"inputs\":[[1]]}");
  }

  @Test
  void csvInfersTypesWhileTheModelIsUnknown() {
    byte[] body = bytes("1,0.5,\"1\",true,,nan\n2,3,\"\",false,,1\n");

    assertThat(
            Codecs.of(Protocol.CSV)
                .decodeRequest(body, "text/csv", Signature.UNKNOWN)
                .rows()
                .rows())
        .containsExactly(
            Row.of(1L, 0.5, "1", true, null, null), Row.of(2L, 3.0, "", false, null, 1.0));
  }

  @ParameterizedTest
  @CsvSource({
    "text/csv, text/csv",
    "application/json, application/json",
    "'', text/csv",
    "*/*, text/csv",
    "'text/html, application/json;q=0.5', application/json"
  })
  void sageMakerAnswersWhatIsAccepted(String accept, String type) {
    assertThat(
            Codecs.of(Protocol.SAGEMAKER)
                .encodeReply(
                    List.of(Tensor.float64("p", new double[] {0.5})),
                    ReplyContext.of("m").accepting(accept))
                .contentType())
        .isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'dataframe_split': {'columns': ['b', 'a'], 'data': [[1, 7.038531e-26]]}}",
        "{'dataframe_split': {'columns': ['a'], 'data': [[7.038531e-26]]}}"
      })
  void mlflowRoundsOnceInWhateverOrderTheColumnsCome(String body) {
    assertThat(decode(Protocol.MLFLOW, body, AB).rows().getFloat(0, 0))
        .isEqualTo(Float.parseFloat("7.038531e-26"));
  }
}
