package dev.aloft.local.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of nine versions of XGBoost, from 1.0 to 3.2, and what those versions answered. */
class SavedByEveryVersionTest {

  static List<String> models() {
    return Fixtures.answeredModels();
  }

  @Test
  void manyVersionsAreThere() {
    assertThat(models().stream().map(name -> name.replaceAll(".*-|\\.[a-z]+$", "")).distinct())
        .containsExactlyInAnyOrder(
            "1.0.2", "1.3.3", "1.6.2", "1.7.6", "2.0.3", "2.1.4", "3.0.5", "3.1.3", "3.2.0");
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersWithTheSameBits(String name) throws Exception {
    XgboostModel model = XgboostModel.load(Fixtures.path(name));
    List<String> lines = Fixtures.lines(Fixtures.expected(name));
    int[] sizes = Arrays.stream(lines.get(0).split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    int margins = sizes[2];
    int predictions = sizes[3];
    assertThat(model.featureCount()).isEqualTo(sizes[1]);
    assertThat(model.outputCount()).isEqualTo(margins);
    assertThat(model.predictionCount()).isEqualTo(predictions);
    assertThat(lines).hasSize(sizes[0] + 1);

    for (String line : lines.subList(1, lines.size())) {
      float[] values = values(line);
      float[] found = Arrays.copyOf(values, values.length);
      int at = model.featureCount();
      Arrays.fill(found, at, found.length, Float.NaN);
      model.margin(values, 0, found, at);
      model.predict(values, 0, found, at + margins);
      if (sizes[5] > 0) {
        model.withRounds(sizes[4], sizes[5]).margin(values, 0, found, at + margins + predictions);
      }
      assertThat(bits(found)).isEqualTo(bits(values));
    }
  }

  private static float[] values(String line) {
    String[] words = line.split(" ", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      values[i] = Fixtures.fromBits(words[i]);
    }
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
