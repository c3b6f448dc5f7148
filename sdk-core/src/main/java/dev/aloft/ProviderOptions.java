package dev.aloft;

import dev.aloft.error.Problems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provider options that a spec carries. Immutable. */
public final class ProviderOptions {
  private static final ProviderOptions NONE = new ProviderOptions(Map.of(), Set.of());

  private final Map<ProviderOption<?>, Object> values;
  private final Set<ProviderOption<?>> required;

  private ProviderOptions(Map<ProviderOption<?>, Object> values, Set<ProviderOption<?>> required) {
    this.values = Collections.unmodifiableMap(values);
    this.required = Collections.unmodifiableSet(required);
  }

  /** No options. */
  public static ProviderOptions none() {
    return NONE;
  }

  /** These options and one more; another provider ignores it with a warning. */
  public <T> ProviderOptions with(ProviderOption<T> option, T value) {
    return with(option, value, false);
  }

  /** These options and one more; another provider refuses the spec. */
  public <T> ProviderOptions withRequired(ProviderOption<T> option, T value) {
    return with(option, value, true);
  }

  private <T> ProviderOptions with(ProviderOption<T> option, T value, boolean mustKnow) {
    Map<ProviderOption<?>, Object> more = new LinkedHashMap<>(values);
    more.put(option, option.type().cast(value));
    Set<ProviderOption<?>> musts = new LinkedHashSet<>(required);
    if (mustKnow) {
      musts.add(option);
    } else {
      musts.remove(option);
    }
    return new ProviderOptions(more, musts);
  }

  /** The value of an option. */
  public <T> Optional<T> get(ProviderOption<T> option) {
    return Optional.ofNullable(values.get(option)).map(option.type()::cast);
  }

  /** Every option that is set, with its value. */
  public Map<ProviderOption<?>, Object> all() {
    return values;
  }

  /** Notes every value that its option does not take. */
  public void check(Problems problems) {
    values.forEach(
        (option, value) ->
            option.fault(value).ifPresent(fix -> problems.add("options." + option, value, fix)));
  }

  /** Whether the option was marked as required. */
  public boolean isRequired(ProviderOption<?> option) {
    return required.contains(option);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderOptions options
        && options.values.equals(values)
        && options.required.equals(required);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
