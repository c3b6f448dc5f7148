package dev.aloft.gcp;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.serving.EndpointRevision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the settings and the data here say of a revision where it says nothing itself. It goes into
 * the wish, and so into the names of the parts: other settings are other parts. Pure.
 */
final class ServingDefaults {
  private final WorkSettings settings;

  ServingDefaults(GcpConfig config) {
    this.settings = new WorkSettings(config);
  }

  EndpointRevision complete(EndpointRevision revision) {
    ProviderOptions options = revision.options();
    options = with(options, Vertex.SERVICE_ACCOUNT, settings.serviceAccount(options));
    options = with(options, Vertex.KMS_KEY, settings.kmsKey(options));
    @Nullable Machine asked = revision.machine();
    return new EndpointRevision(
        revision.hash(),
        revision.modelUri(),
        revision.modelHash(),
        revision.manifest(),
        revision.registeredName(),
        revision.runtime(),
        revision.offer(),
        revision.protocol(),
        Machines.hasFaults(asked, Machines.SERVING)
            ? asked
            : Machine.type(Machines.choose(asked, Machines.SERVING).type()),
        revision.scaling(),
        revision.environment(),
        revision.secrets(),
        options);
  }

  private static ProviderOptions with(
      ProviderOptions options, ProviderOption<String> option, Optional<String> value) {
    return options.get(option).isPresent() || value.isEmpty()
        ? options
        : options.with(option, value.get());
  }
}
