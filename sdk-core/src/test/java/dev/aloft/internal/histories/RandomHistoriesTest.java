package dev.aloft.internal.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.internal.services.Service;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever processes do to an endpoint, and wherever they stop, the end is right. */
class RandomHistoriesTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(RandomHistoriesTest.class);

  @ParameterizedTest
  @EnumSource(Service.class)
  void endWell(Service service) throws InterruptedException {
    run(service, 1, Integer.getInteger("aloft.histories", 150));
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Service.class)
  void endWellVeryOften(Service service) throws InterruptedException {
    run(service, 1_000_000, Integer.getInteger("aloft.long.histories", 20_000));
  }

  private static void run(Service service, int from, int count) throws InterruptedException {
    Tally tally = new Tally();
    for (int seed = from; seed < from + count; seed++) {
      History history = RandomHistories.of(seed, service);
      List<String> wrong = history.run();
      assertThat(wrong)
          .withFailMessage("%s, seed %s:%n%s", service, seed, history.story())
          .isEmpty();
      tally.add(history);
    }
    LOGGER.info("{}: {}", service, tally);
    for (String told : List.of("settled", "CONFLICT", "CANCELLED", "ROLLED_BACK", "nothing")) {
      assertThat(tally.of("told " + told)).as(told).isGreaterThan(count / 100);
    }
  }
}
