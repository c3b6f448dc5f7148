package dev.aloft.internal;

import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Provider options at another provider: refused when required, otherwise ignored and said. */
final class OptionChecks {
  private static final Logger LOG = LoggerFactory.getLogger(OptionChecks.class);

  private OptionChecks() {}

  static void check(ProviderOptions options, String provider, String operation) {
    for (ProviderOption<?> option : options.all().keySet()) {
      if (option.provider().equals(provider)) {
        continue;
      }
      if (options.isRequired(option)) {
        throw AloftException.of(
                ErrorCode.UNSUPPORTED,
                "the option "
                    + option
                    + " is required and "
                    + provider
                    + " does not know it; leave it out, or set it with option(…) so that other"
                    + " providers may ignore it")
            .operation(operation)
            .provider(provider)
            .build();
      }
      LOG.warn("{} ignores the option {}, which is for {}", provider, option, option.provider());
    }
  }
}
