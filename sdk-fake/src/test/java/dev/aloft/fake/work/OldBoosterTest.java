package dev.aloft.fake.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.work.Scorer.Scores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that XGBoost 2.1.4 saved in its old binary form, with that version's predictions. */
class OldBoosterTest {

  @ParameterizedTest
  @ValueSource(strings = {"old-binary", "old-classes", "old-dart"})
  void predictsAsTheLibraryThatSavedIt(String name) throws Exception {
    Scorer model = Scorer.load(file(name + ".bst"));
    for (String line : Files.readAllLines(file(name + ".expected"))) {
      String[] parts = line.split(" ", -1);

      Scores scores = model.score(numbers(parts[0]), 1);

      assertThat(scores.values()).isEqualTo(numbers(parts[1]));
    }
  }

  @Test
  void whatIsCutIsNoModel(@TempDir Path directory) throws Exception {
    byte[] whole = Files.readAllBytes(file("old-binary.bst"));
    for (int length : List.of(200, 400, 1400)) {
      Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> Scorer.load(cut))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("or it is cut");
    }
  }

  private static Path file(String name) throws Exception {
    URI found = Objects.requireNonNull(OldBoosterTest.class.getResource(name)).toURI();
    return Path.of(found);
  }

  private static float[] numbers(String text) {
    String[] parts = text.split(",", -1);
    float[] numbers = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Float.parseFloat(parts[i]);
    }
    return numbers;
  }
}
