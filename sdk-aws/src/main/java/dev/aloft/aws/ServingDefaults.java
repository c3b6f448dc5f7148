package dev.aloft.aws;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.serving.EndpointRevision;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the settings and the data here say of a revision where it says nothing itself. It goes into
 * the wish, and so into the names of the parts: other settings are other parts, and who goes back
 * to an older wish finds the parts that it had. Pure.
 */
final class ServingDefaults {
  private final ServingSettings settings;
  private final Machines machines;
  private final ServingImages images;

  ServingDefaults(AwsConfig config, ServingImages images) {
    this.settings = new ServingSettings(config);
    this.machines = new Machines(config.requireRegion());
    this.images = images;
  }

  /** The revision with all of it; where that cannot be told, the checks say why. */
  EndpointRevision complete(EndpointRevision revision) {
    EndpointRevision placed =
        with(revision, revision.offer(), machine(revision), options(revision));
    return with(placed, offer(placed), placed.machine(), placed.options());
  }

  private ProviderOptions options(EndpointRevision revision) {
    ProviderOptions options = revision.options();
    options = with(options, SageMaker.ROLE_ARN, settings.role(revision));
    options = with(options, SageMaker.KMS_KEY, settings.kmsKey(revision));
    options = with(options, SageMaker.SUBNETS, text(settings.subnets(revision)));
    return with(options, SageMaker.SECURITY_GROUPS, text(settings.securityGroups(revision)));
  }

  private static ProviderOptions with(
      ProviderOptions options, ProviderOption<String> option, Optional<String> value) {
    return options.get(option).isPresent() || value.isEmpty()
        ? options
        : options.with(option, value.get());
  }

  private static Optional<String> text(List<String> items) {
    return Optional.of(String.join(",", items)).filter(text -> !text.isEmpty());
  }

  private @Nullable Machine machine(EndpointRevision revision) {
    Machine asked = revision.machine();
    return ServingChecks.isServerless(revision.options())
            || machines.hasFaults(asked, Machines.SERVING)
        ? asked
        : Machine.type(machines.choose(asked, Machines.SERVING).type());
  }

  /** A script's image; a ready-made one is picked by core, and a container brings its own. */
  private String offer(EndpointRevision revision) {
    boolean scripted = revision.ownRuntime().filter(own -> own.kind().equals("script")).isPresent();
    return scripted && images.fault(revision).isEmpty() ? images.image(revision) : revision.offer();
  }

  private static EndpointRevision with(
      EndpointRevision revision, String offer, @Nullable Machine machine, ProviderOptions options) {
    return new EndpointRevision(
        revision.hash(),
        revision.modelUri(),
        revision.modelHash(),
        revision.manifest(),
        revision.registeredName(),
        revision.runtime(),
        offer,
        revision.protocol(),
        machine,
        revision.scaling(),
        revision.environment(),
        revision.secrets(),
        options);
  }
}
