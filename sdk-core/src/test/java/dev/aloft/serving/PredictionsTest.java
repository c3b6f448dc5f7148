package dev.aloft.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  enum Kind {
    GOOD,
    BAD
  }

  record Score(double benign) {}

  record Renamed(float anything) {}

  record Several(
      double p,
      float q,
      int whole,
      long large,
      boolean flag,
      String text,
      Kind kind,
      List<Double> v) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Raw(Tensor v, Object p, double[] q, List<String> text) {}

  record Unknown(double p, double nothing) {}

  record Wrong(int p) {}

  record Checked(double benign) {
    Checked {
      if (benign > 0.5) {
        throw new IllegalArgumentException("too large");
      }
    }
  }

  private final Predictions single =
      Predictions.of(List.of(Tensor.float32("benign", new float[] {0.25f, 0.75f})), 2, "abc");

  private final Predictions several =
      Predictions.of(
          List.of(
              Tensor.float64("p", new double[] {0.1, 0.2}),
              Tensor.float32("q", new float[] {0.5f, 0.6f}, 2, 1),
              Tensor.float64("whole", new double[] {3, 4}),
              Tensor.int64("large", new long[] {1, Long.MAX_VALUE}),
              Tensor.int32("flag", new int[] {0, 1}),
              Tensor.string("text", new String[] {"<a>", "b"}),
              Tensor.string("kind", new String[] {"GOOD", "BAD"}),
              Tensor.float64("v", new double[] {1, 2, 3, 4}, 2, 2)),
          2,
          null);

  @Test
  void givesTheSingleNumber() {
    assertThat(single.get(1).value()).isEqualTo(0.75);
    assertThat(single.values()).containsExactly(0.25, 0.75);
    assertThat(single.get(0).values()).containsExactly(0.25);
    assertThat(single.get(0).revision()).contains("abc");
    assertThat(single.revision()).contains("abc");
    assertThat(single.get(1)).hasToString("benign=0.75");
    assertThat(single).hasToString("[benign=0.25], [benign=0.75]");
    Tensor many = Tensor.float64("p", new double[25]);
    assertThat(Predictions.of(List.of(many), 25, null).toString())
        .startsWith("[p=0.0], [p=0.0]")
        .endsWith("[p=0.0], … 5 more");
    assertThat(single).hasSize(2);
  }

  @Test
  void givesTheSingleText() {
    Predictions texts = Predictions.of(List.of(Tensor.string("c", new String[] {"x"})), 1, null);

    assertThat(texts.get(0).text()).isEqualTo("x");
    assertThat(texts.get(0).values()).isEmpty();
    assertInvalid(() -> texts.get(0).value(), "single number");
    assertInvalid(() -> single.get(0).text(), "single text");
  }

  @Test
  void namesTheOutputsWhenThereIsNoSingleOne() {
    assertInvalid(() -> several.get(0).value(), "v FLOAT64[2, 2]");
    assertInvalid(several::values, "p FLOAT64[2]");
  }

  @Test
  void givesOutputsByName() {
    assertThat(several.get(1).output("v")).isEqualTo(Tensor.float64("v", new double[] {3, 4}));
    assertThat(several.output("large").getLong(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(several.get(0).names()).startsWith("p", "q").hasSize(8);
    assertThat(several.get(1).values()).containsExactly(0.2, 0.6f, 4, 0x1p63, 1, 3, 4);
    assertThatThrownBy(() -> several.get(0).output("x"))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void becomesRecords() {
    Several second = several.get(1).as(Several.class);

    assertThat(second)
        .isEqualTo(
            new Several(0.2, 0.6f, 4, Long.MAX_VALUE, true, "b", Kind.BAD, List.of(3.0, 4.0)));
    assertThat(single.get(0).as(Score.class)).isEqualTo(new Score(0.25));
    assertThat(single.get(0).as(Renamed.class)).isEqualTo(new Renamed(0.25f));
    Raw raw = several.get(0).as(Raw.class);
    assertThat(raw.v()).isEqualTo(Tensor.float64("v", new double[] {1, 2}));
    assertThat(raw.p()).isEqualTo(0.1);
    assertThat(raw.q()).containsExactly(0.5);
    assertThat(raw.text()).containsExactly("<a>");
  }

  @Test
  void namesTheComponentThatDoesNotFit() {
    assertThatThrownBy(() -> several.get(0).as(Unknown.class))
        .hasMessageContaining("Unknown.nothing has no output of that name")
        .hasMessageContaining("name the components like the outputs: p, q, ");
    assertInvalid(() -> several.get(0).as(Wrong.class), "Wrong.p of type int");
    assertThatThrownBy(() -> single.get(1).as(Checked.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("too large");
  }

  @Test
  void refusesOutputsThatDoNotFitTheRows() {
    assertThatThrownBy(() -> Predictions.of(List.of(Tensor.float64("p", new double[3])), 2, null))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED))
        .hasMessageContaining("p FLOAT64[3] to 2 rows");
    assertThatThrownBy(() -> Predictions.of(List.of(), 0, null)).hasMessageContaining("any output");
    assertThat(Predictions.of(List.of(Tensor.float64("p", new double[0])), 0, null)).isEmpty();
  }

  @Test
  void showsItself() {
    Map<String, String> bundle = several.mimeBundle();

    assertThat(bundle.get("text/html"))
        .contains("<th>whole</th>", "<td>&lt;a&gt;</td>", "[1.0, 2.0]");
    assertThat(single.get(0).mimeBundle().get("text/plain"))
        .isEqualTo("output  value\nbenign  0.25");
    assertThat(
            Predictions.of(List.of(Tensor.float64("p", new double[1000])), 1000, null)
                .mimeBundle()
                .get("text/plain"))
        .endsWith("… 980 more")
        .hasLineCount(22);
  }

  private static void assertInvalid(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable code, String part) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining(part);
  }
}
