package dev.aloft;

/**
 * A setting that only one provider knows and that rides on a portable spec, such as a role or a
 * service account. A provider module publishes its options as constants. Other providers ignore an
 * option with a warning, or refuse the spec when the option was marked as required.
 *
 * @param provider the scheme of the provider that understands it
 * @param name the option's name, unique within the provider
 * @param type the type of its value
 * @param <T> the type of its value
 */
public record ProviderOption<T>(String provider, String name, Class<T> type) {

  /** An option of a provider. */
  public static <T> ProviderOption<T> of(String provider, String name, Class<T> type) {
    return new ProviderOption<>(provider, name, type);
  }

  /** The form in messages: {@code aws:roleArn}. */
  @Override
  public String toString() {
    return provider + ":" + name;
  }
}
