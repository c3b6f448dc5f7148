package dev.aloft.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"churn", "a/b", "a b+c", "ünï/çødé?x=1#y", "name@hash", "100%", "C:\\home", ":"})
  void readsBackWhatItWrites(String ugly) {
    OperationId change = OperationId.change("azure", "sub/rg " + ugly, "endpoint", ugly, 4);

    assertThat(OperationId.parse(change.toString())).isEqualTo(change);
    assertThat(OperationId.parse(OperationId.run("local", "", ugly).toString()).resource())
        .isEqualTo(ugly);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aws",
        "aws:/endpoint",
        "aws:/a//endpoint/churn",
        "aws:/a/endpoint/%zz",
        "aws:/a/endpoint/churn%",
        "aws:/a/endpoint/churn?generation=x",
        "aws:/a/endpoint/churn?generation=99999999999999999999",
        "?:/a/b"
      })
  void refusesWhatIsNoId(String text) {
    AloftException error =
        catchThrowableOfType(AloftException.class, () -> OperationId.parse(text));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void saysTheGenerationOfAChange() {
    assertThat(OperationId.parse("aws:/a/endpoint/churn?generation=4").generation()).hasValue(4);
    assertThat(OperationId.parse("aws:/a/run/churn-x").generation()).isEmpty();
  }
}
