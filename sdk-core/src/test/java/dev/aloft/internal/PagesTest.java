package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Page;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private static final int PAGE = 100;

  private final List<String> asked = new ArrayList<>();

  @Test
  void givesEverythingHoweverManyPagesThereAre() {
    List<Integer> all = Pages.stream(cursor -> page(cursor, 2_530)).toList();

    assertThat(all).isEqualTo(IntStream.range(0, 2_530).boxed().toList());
    assertThat(asked).hasSize(26);
  }

  @Test
  void asksForAPageOnlyWhenItIsWanted() {
    assertThat(Pages.stream(cursor -> page(cursor, 2_530)).limit(150)).hasSize(150);
    assertThat(asked).containsExactly(null, "100");

    assertThat(Pages.stream(cursor -> page(cursor, 2_530)).filter(i -> i == 42).findFirst())
        .contains(42);
    assertThat(asked).hasSize(3);
  }

  @Test
  void goesOnAfterAnEmptyPage() {
    List<String> all =
        Pages.<String>stream(
                cursor ->
                    cursor == null ? new Page<>(List.of(), "more") : Page.last(List.of("late")))
            .toList();

    assertThat(all).containsExactly("late");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void refusesAListingThatGoesInACircle(int length) {
    AtomicInteger pages = new AtomicInteger();
    Stream<String> endless =
        Pages.stream(
            cursor -> {
              int number = pages.incrementAndGet();
              return new Page<>(List.of("same"), "page " + number % length);
            });

    assertThatThrownBy(() -> endless.limit(1_000).toList())
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_ERROR))
        .hasMessageContaining("the listing does not end");
    assertThat(pages.get()).isLessThan(5 * length);
  }

  @Test
  void anEmptyListingIsEmpty() {
    assertThat(Pages.stream(cursor -> page(cursor, 0))).isEmpty();
  }

  private Page<Integer> page(String cursor, int total) {
    asked.add(cursor);
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(total, from + PAGE);
    return new Page<>(
        IntStream.range(from, to).boxed().toList(), to < total ? Integer.toString(to) : null);
  }
}
