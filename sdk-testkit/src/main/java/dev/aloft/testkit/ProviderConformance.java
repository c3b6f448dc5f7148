package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * All suites of one provider in one test class: it extends this one, and has a nested class for
 * each suite. A suite that is missing fails.
 */
public abstract class ProviderConformance {
  private static final List<Class<? extends Conformance>> SUITES =
      List.of(
          CapabilityConformance.class,
          ConcurrencyConformance.class,
          CrashConformance.class,
          DataConformance.class,
          DriverConformance.class,
          ErrorsConformance.class,
          NamesConformance.class,
          OperationsConformance.class,
          PredictionConformance.class,
          ProbeConformance.class,
          RegistryConformance.class,
          ResilienceConformance.class,
          ServingConformance.class,
          TrainingConformance.class);

  /** For a provider's subclass. */
  protected ProviderConformance() {}

  /** Every suite that there is. */
  public static List<Class<? extends Conformance>> suites() {
    return SUITES;
  }

  @Test
  final void everySuiteIsHere() {
    List<Class<?>> nested =
        Arrays.stream(getClass().getDeclaredClasses())
            .filter(type -> type.isAnnotationPresent(Nested.class))
            .toList();
    assertThat(SUITES)
        .as("suites of the kit that " + getClass().getName() + " has a nested class for")
        .allMatch(suite -> nested.stream().anyMatch(suite::isAssignableFrom));
  }
}
