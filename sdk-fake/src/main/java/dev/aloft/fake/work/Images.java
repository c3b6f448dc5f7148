package dev.aloft.fake.work;

import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What images do. The last one told about an address wins. Thread-safe. */
public final class Images {
  private final CopyOnWriteArrayList<Known> known = new CopyOnWriteArrayList<>();

  private record Known(
      Predicate<String> takes,
      @Nullable TrainingContainer training,
      @Nullable ServingContainer serving) {}

  /** Knows no image. */
  public Images() {}

  /** Tells what images train as; {@code takes} is asked with the whole address. */
  public Images training(Predicate<String> takes, TrainingContainer container) {
    known.add(0, new Known(takes, container, null));
    return this;
  }

  /** Tells what images serve as. */
  public Images serving(Predicate<String> takes, ServingContainer container) {
    known.add(0, new Known(takes, null, container));
    return this;
  }

  /** What trains; empty when the image is unknown. */
  public Optional<TrainingContainer> training(String image) {
    return known.stream()
        .filter(one -> one.training() != null && one.takes().test(image))
        .findFirst()
        .map(Known::training);
  }

  /** What serves; empty when the image is unknown. */
  public Optional<ServingContainer> serving(String image) {
    return known.stream()
        .filter(one -> one.serving() != null && one.takes().test(image))
        .findFirst()
        .map(Known::serving);
  }
}
