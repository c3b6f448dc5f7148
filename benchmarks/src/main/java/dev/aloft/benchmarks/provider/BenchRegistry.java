package dev.aloft.benchmarks.provider;

import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.Problems;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registry that takes nothing and in which every name is a model. Listing its names sends one
 * request, or none, as the settings say. Stateless.
 */
final class BenchRegistry implements RegistryDriver {
  static final ModelFormat FORMAT = ModelFormat.of("bench");

  private static final Page<String> NONE = Page.last(List.of());

  private final DriverContext context;
  private final boolean requests;

  BenchRegistry(DriverContext context) {
    this.context = context;
    this.requests = context.settings().flag(BenchProvider.REQUESTS).orElse(true);
  }

  @Override
  public Optional<RegisteredVersion> find(String name, @Nullable String versionOrAlias) {
    ModelManifest manifest =
        new ModelManifest(
            FORMAT, "1", Signature.UNKNOWN, null, Map.of("model.bin", name), Map.of());
    return Optional.of(
        new RegisteredVersion(
            name,
            "1",
            "mem://models/" + name,
            manifest.contentHash(),
            manifest,
            Set.of(),
            Instant.EPOCH));
  }

  @Override
  public Page<String> names(@Nullable String cursor) {
    return requests
        ? context.send(context.call("ListModels", "").repeatable().build(), () -> NONE)
        : NONE;
  }

  @Override
  public Page<RegisteredVersion> versions(String name, @Nullable String cursor) {
    return Page.last(List.of());
  }

  @Override
  public void alias(String name, String alias, String version) {}

  @Override
  public void unalias(String name, String alias) {}

  @Override
  public void check(Registration wish, Problems problems) {}

  @Override
  public Observation observe(Target<Registration> target) {
    return Observation.NOTHING;
  }

  @Override
  public Next next(Target<Registration> target, Observation seen) {
    return Next.done();
  }

  @Override
  public void apply(Action action, Target<Registration> target) {}

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return Page.last(List.of());
  }

  @Override
  public void delete(Part part) {}
}
