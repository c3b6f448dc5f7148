package dev.aloft;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A setting that only one provider knows and that rides on a portable spec, such as a role or a
 * service account. A provider module publishes its options as constants. Other providers ignore an
 * option with a warning, or refuse the spec when the option was marked as required. Immutable.
 *
 * @param <T> the type of its value
 */
public final class ProviderOption<T> {
  private final String provider;
  private final String name;
  private final Class<T> type;
  private final Predicate<? super T> allowed;
  private final String fix;

  private ProviderOption(
      String provider, String name, Class<T> type, Predicate<? super T> allowed, String fix) {
    this.provider = provider;
    this.name = name;
    this.type = type;
    this.allowed = allowed;
    this.fix = fix;
  }

  /** An option of a provider, which takes every value of its type. */
  public static <T> ProviderOption<T> of(String provider, String name, Class<T> type) {
    return new ProviderOption<>(provider, name, type, value -> true, "");
  }

  /**
   * The same option, with what can be said of a value alone; a spec that carries another value is
   * refused when it is built. What a value means beside others is for the provider to check.
   *
   * @param rule whether it takes a value; pure
   * @param values what it takes, as errors say it: {@code from 1 to 200}
   */
  public ProviderOption<T> taking(Predicate<? super T> rule, String values) {
    return new ProviderOption<>(provider, name, type, rule, values);
  }

  /** The scheme of the provider that understands it. */
  public String provider() {
    return provider;
  }

  /** The option's name, unique within the provider. */
  public String name() {
    return name;
  }

  /** The type of its value. */
  public Class<T> type() {
    return type;
  }

  /** What it takes instead of this value, of whatever type; empty when it takes it. */
  public Optional<String> fault(Object value) {
    if (!type.isInstance(value)) {
      return Optional.of("a value of the type " + type.getSimpleName());
    }
    return allowed.test(type.cast(value)) ? Optional.empty() : Optional.of(fix);
  }

  /** Options of one provider, name and type are equal, whatever values they take. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderOption<?> option
        && provider.equals(option.provider)
        && name.equals(option.name)
        && type.equals(option.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(provider, name, type);
  }

  /** The form in messages: {@code aws:role}. */
  @Override
  public String toString() {
    return provider + ":" + name;
  }
}
