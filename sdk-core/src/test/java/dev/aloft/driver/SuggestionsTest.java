package dev.aloft.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.internal.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

  @ParameterizedTest
  @CsvSource({
    "region, region, 0",
    "regoin, region, 1",
    "regio, region, 1",
    "a, '', 1",
    "ab, cd, 2"
  })
  void countsChanges(String from, String to, int distance) {
    assertThat(Suggestions.distance(from, to)).isEqualTo(distance);
  }

  @Test
  void isADistance() {
    Seeds.random(1000, random -> isADistance(Seeds.text(random, 12), Seeds.text(random, 12)));
  }

  private static void isADistance(String one, String other) {
    int distance = Suggestions.distance(one, other);

    assertThat(distance).isEqualTo(Suggestions.distance(other, one));
    assertThat(distance == 0).isEqualTo(one.equals(other));
    assertThat(distance)
        .isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
  }

  @Test
  void suggestsTheNearestAndNothingThatIsFar() {
    assertThat(Suggestions.nearest("regoin", List.of("role", "region"))).contains("region");
    assertThat(Suggestions.nearest("workspace", List.of("role", "region"))).isEmpty();
  }

  @Test
  void suggestsTheNearestFirst() {
    List<String> known = List.of("ml.m5.xlarge", "ml.m5.large", "ml.m5d.large", "ml.p5.48xlarge");

    assertThat(Suggestions.nearest("ml.m5.larg", known, 2))
        .containsExactly("ml.m5.large", "ml.m5.xlarge");
  }
}
