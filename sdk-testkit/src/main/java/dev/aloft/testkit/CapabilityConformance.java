package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Capability;
import dev.aloft.driver.Provider;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is declared is an upper bound, and what is not declared is refused. */
public abstract class CapabilityConformance extends Conformance {

  /** For a provider's subclass. */
  protected CapabilityConformance() {}

  @Test
  void somethingCanBeDone() {
    assertThat(aloft().capabilities()).isNotEmpty();
    aloft().orphans();
    assertThat(aloft().layers()).contains("verb: Capability");
  }

  @Test
  void noMoreIsThereThanTheProviderDeclares() {
    for (Provider provider : ServiceLoader.load(Provider.class)) {
      if (provider.scheme().equals(aloft().provider())) {
        assertThat(provider.capabilities()).containsAll(aloft().capabilities());
        return;
      }
    }
    throw new AssertionError("no provider is called " + aloft().provider());
  }

  @Test
  void everythingElseIsRefused() {
    Set<Capability> missing = missing();
    Assumptions.assumeFalse(missing.isEmpty(), "the provider can do everything");

    proveRefused(missing);
  }

  @Test
  void requiringNamesEverythingThatIsMissing() {
    Set<Capability> missing = missing();
    aloft().require(aloft().capabilities().toArray(Capability[]::new));
    Assumptions.assumeFalse(missing.isEmpty(), "the provider can do everything");

    AloftException error =
        refusal(
            ErrorCode.UNSUPPORTED,
            process(),
            () -> aloft().require(Capability.known().toArray(Capability[]::new)));

    missing.forEach(capability -> assertThat(error.getMessage()).contains(capability.name()));
    assertThat(error.getMessage()).contains(aloft().provider());
  }

  private Set<Capability> missing() {
    Set<Capability> missing = new TreeSet<>(Capability.known());
    missing.removeAll(aloft().capabilities());
    return missing;
  }
}
