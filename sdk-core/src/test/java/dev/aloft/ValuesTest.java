package dev.aloft;

import dev.aloft.data.Column;
import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.data.Secret;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.error.Attempt;
import dev.aloft.error.NextStep;
import dev.aloft.error.Problem;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.Signature;
import dev.aloft.operation.OperationId;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Metric;
import dev.aloft.training.Script;
import nl.jqno.equalsverifier.EqualsVerifier;
import nl.jqno.equalsverifier.Warning;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are equal when everything in them is. */
class ValuesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Algorithm.class,
        Attempt.class,
        Capability.class,
        Column.class,
        Container.class,
        Data.class,
        Machine.class,
        Metric.class,
        ModelFormat.class,
        NextStep.class,
        OperationId.class,
        Problem.class,
        Protocol.class,
        Row.class,
        Scaling.class,
        Script.class,
        Secret.class,
        ServingRuntime.class,
        Signature.class
      })
  void areEqualWhenTheirPartsAre(Class<?> type) {
    EqualsVerifier.forClass(type)
        .withPrefabValues(Signature.class, Signature.UNKNOWN, signature())
        .suppress(Warning.NULL_FIELDS)
        .verify();
  }

  private static Signature signature() {
    return new Signature(
        java.util.List.of(new Column("a", dev.aloft.data.DataType.BOOL)), java.util.List.of());
  }

  @ParameterizedTest
  @ValueSource(classes = {CsvFormat.class})
  void areEqualWhenTheirChangingPartsAre(Class<?> type) {
    EqualsVerifier.forClass(type).suppress(Warning.NULL_FIELDS, Warning.NONFINAL_FIELDS).verify();
  }

  @ParameterizedTest
  @ValueSource(classes = {Table.class, Tensor.class, ProviderOptions.class})
  void mayShareAHash(Class<?> type) {
    EqualsVerifier.forClass(type).suppress(Warning.NULL_FIELDS, Warning.STRICT_HASHCODE).verify();
  }
}
