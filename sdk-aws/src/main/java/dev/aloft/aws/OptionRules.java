package dev.aloft.aws;

import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.error.Problems;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is wrong with the value of an option alone, by the rule of the option of that name: what was
 * made by another hand, or read back from a log, carries no rule of its own. Pure.
 */
final class OptionRules {
  private static final Map<String, ProviderOption<?>> KNOWN =
      SageMaker.OPTIONS.stream()
          .collect(Collectors.toUnmodifiableMap(ProviderOption::name, Function.identity()));

  private OptionRules() {}

  /** Notes every fault; false when there is one, so that nothing is concluded from such values. */
  static boolean hold(ProviderOptions options, Problems problems) {
    boolean hold = true;
    for (Map.Entry<ProviderOption<?>, Object> option : options.all().entrySet()) {
      String fix = fault(option.getKey(), option.getValue());
      if (!fix.isEmpty()) {
        problems.add("options." + option.getKey(), option.getValue(), fix);
        hold = false;
      }
    }
    return hold;
  }

  private static String fault(ProviderOption<?> option, Object value) {
    ProviderOption<?> known = KNOWN.get(option.name());
    return known == null || !option.provider().equals(AwsProvider.SCHEME)
        ? ""
        : known.fault(value).orElse("");
  }
}
