package dev.aloft.internal;

import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Options of a spec that only other providers know. */
final class ForeignOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignOptions.class);

  private ForeignOptions() {}

  /**
   * Refuses those that were marked as required, and warns once of the others.
   *
   * @param what the spec, for messages
   * @throws AloftException UNSUPPORTED naming the required ones
   */
  static void check(ProviderOptions options, String provider, String what) {
    List<String> required = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    for (ProviderOption<?> option : options.all().keySet()) {
      if (!option.provider().equals(provider)) {
        (options.isRequired(option) ? required : ignored).add(option.toString());
      }
    }
    if (!required.isEmpty()) {
      throw AloftException.of(
              ErrorCode.UNSUPPORTED,
              what
                  + " requires "
                  + required
                  + ", which the provider \""
                  + provider
                  + "\" lacks; leave it out, or set it with option(…) so that others may ignore it")
          .effect(Effect.NONE)
          .provider(provider)
          .build();
    }
    if (!ignored.isEmpty()) {
      LOG.warn("{} carries {}, which the provider \"{}\" ignores", what, ignored, provider);
    }
  }
}
