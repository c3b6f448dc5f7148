package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.data.Row;
import dev.aloft.driver.Backend;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.internal.checks.DeployChecks;
import dev.aloft.internal.intent.Revisions;
import dev.aloft.model.Model;
import dev.aloft.model.Signature;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From what the caller says to what is wished of an endpoint. */
final class EndpointSpecs {
  private EndpointSpecs() {}

  /** The capabilities that the options need. */
  static Set<Capability> needs(DeployOptions options) {
    Set<Capability> needs = new TreeSet<>();
    if (options.scaling().max() > 1) {
      needs.add(Capability.REPLICAS);
    }
    if (options.scaling().isAutomatic()) {
      needs.add(Capability.AUTOSCALING);
    }
    if (options.scaling().min() == 0) {
      needs.add(Capability.SCALE_TO_ZERO);
    }
    options
        .runtime()
        .ifPresent(
            own ->
                needs.add(
                    own.kind().equals("script")
                        ? Capability.SERVING_SCRIPT
                        : Capability.SERVING_CONTAINER));
    return needs;
  }

  /** An endpoint with one revision; notes what of it is wrong on every provider. */
  static EndpointSpec of(
      Session session, String name, Model model, DeployOptions options, Problems problems) {
    Names.check("name", name, problems);
    Signature signature = model.manifest().signature();
    options.probe().ifPresent(probe -> DeployChecks.probe(probe, signature, problems));
    ForeignOptions.check(
        options.options(), session.provider(), "the deploy of " + model + " as \"" + name + "\"");
    return located(
        session,
        name,
        model,
        problems,
        location -> spec(session, name, model, location, options, problems));
  }

  /**
   * The wish with the files where the provider reads them. Where they will lie exactly is known
   * after a copy only, which costs: so everything is checked before it.
   */
  private static EndpointSpec located(
      Session session,
      String name,
      Model model,
      Problems problems,
      Function<String, EndpointSpec> wish) {
    if (!Handles.core(model).liesWithin(session)) {
      Backend backend = session.engine().backend();
      String staged = backend.staging().uri(StoredModels.ROOT);
      backend.serving().check(wish.apply(staged), problems);
      problems.throwIfAny("the endpoint \"" + name + "\"");
    }
    return wish.apply(Handles.core(model).locationFor(session));
  }

  private static EndpointSpec spec(
      Session session,
      String name,
      Model model,
      String location,
      DeployOptions options,
      Problems problems) {
    EndpointRevision revision = revision(session, model, location, options);
    if (options.probe().isPresent()) {
      rows(revision.protocol(), problems);
    }
    return new EndpointSpec(
        name,
        List.of(revision),
        Map.of(revision.hash(), 100),
        options.labels(),
        options.probe().orElse(null),
        options.expiresAfter().orElse(null));
  }

  /** A row can only be asked in a protocol that has rows. */
  private static void rows(Protocol protocol, Problems problems) {
    try {
      Codecs.of(protocol);
    } catch (AloftException e) {
      problems.add("probe", protocol, "none for this runtime: " + e.summary());
    }
  }

  private static EndpointRevision revision(
      Session session, Model model, String location, DeployOptions options) {
    @Nullable ServingRuntime own = options.runtime().orElse(null);
    @Nullable RuntimeOffer offer = own == null ? offer(session, model) : null;
    EndpointRevision draft =
        new EndpointRevision(
            "",
            location,
            model.contentHash(),
            model.manifest(),
            registeredName(model),
            own,
            offer == null ? "" : offer.id(),
            own != null ? own.protocol() : protocol(offer),
            options.machine().orElse(null),
            options.scaling(),
            options.environment(),
            options.secrets(),
            options.options());
    return completed(session, draft);
  }

  private static EndpointRevision completed(Session session, EndpointRevision draft) {
    return Revisions.hashed(session.engine().backend().serving().complete(draft));
  }

  private static Protocol protocol(@Nullable RuntimeOffer offer) {
    return offer == null ? Protocol.RAW : offer.protocol();
  }

  private static @Nullable String registeredName(Model model) {
    return model.name().map(name -> name + "/" + model.version().orElse("")).orElse(null);
  }

  private static RuntimeOffer offer(Session session, Model model) {
    return RuntimeOffers.pick(model, session.engine().backend(), session.provider());
  }

  /** The same endpoint with another model in place of all revisions. */
  static EndpointSpec updated(
      Session session, EndpointSpec present, Model model, Problems problems) {
    probe(present, model, problems);
    return located(
        session,
        present.name(),
        model,
        problems,
        location -> {
          EndpointRevision revision = swapped(session, present, model, location, problems);
          return with(present, List.of(revision), Map.of(revision.hash(), 100));
        });
  }

  /** The same endpoint with another model beside its main revision. */
  static EndpointSpec canary(
      Session session, EndpointSpec present, Model model, int percent, Problems problems) {
    problems.require(percent >= 1 && percent <= 99, "percent", percent, "a share from 1 to 99");
    probe(present, model, problems);
    return located(
        session,
        present.name(),
        model,
        problems,
        location -> canary(session, present, model, location, percent, problems));
  }

  private static EndpointSpec canary(
      Session session,
      EndpointSpec present,
      Model model,
      String location,
      int percent,
      Problems problems) {
    EndpointRevision canary = swapped(session, present, model, location, problems);
    problems.require(
        !canary.hash().equals(present.main().hash()),
        "model",
        model,
        "a model other than the one that serves already");
    Map<String, Integer> traffic = new LinkedHashMap<>();
    traffic.put(present.main().hash(), 100 - percent);
    traffic.put(canary.hash(), percent);
    return with(present, List.of(present.main(), canary), traffic);
  }

  /** The same endpoint with its canary alone. */
  static EndpointSpec promoted(EndpointSpec present) {
    if (present.revisions().size() < 2) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "\"" + present.name() + "\" has no canary to promote; start one with canary(…)")
          .operation("promote")
          .resource(present.name())
          .build();
    }
    EndpointRevision canary = present.revisions().get(present.revisions().size() - 1);
    return with(present, List.of(canary), Map.of(canary.hash(), 100));
  }

  /** The row that the endpoint was deployed with is asked of the new model as well. */
  private static void probe(EndpointSpec present, Model model, Problems problems) {
    if (present.probe() != null) {
      DeployChecks.probe(present.probe(), model.manifest().signature(), problems);
    }
  }

  private static EndpointRevision swapped(
      Session session, EndpointSpec present, Model model, String location, Problems problems) {
    EndpointRevision revision = swapped(session, present.main(), model, location);
    if (present.probe() != null) {
      rows(revision.protocol(), problems);
    }
    return revision;
  }

  private static EndpointRevision swapped(
      Session session, EndpointRevision main, Model model, String location) {
    @Nullable RuntimeOffer offer = main.runtime() == null ? offer(session, model) : null;
    return completed(
        session,
        new EndpointRevision(
            "",
            location,
            model.contentHash(),
            model.manifest(),
            registeredName(model),
            main.runtime(),
            offer == null ? "" : offer.id(),
            offer == null ? main.protocol() : offer.protocol(),
            main.machine(),
            main.scaling(),
            main.environment(),
            main.secrets(),
            main.options()));
  }

  private static EndpointSpec with(
      EndpointSpec present, List<EndpointRevision> revisions, Map<String, Integer> traffic) {
    @Nullable Row probe = present.probe();
    @Nullable Duration expiresAfter = present.expiresAfter();
    return new EndpointSpec(
        present.name(), revisions, traffic, present.labels(), probe, expiresAfter);
  }

  /** One line about a wish. */
  static String line(@Nullable EndpointSpec spec) {
    if (spec == null) {
      return "gone";
    }
    StringBuilder line = new StringBuilder();
    for (EndpointRevision revision : spec.revisions()) {
      String model = revision.registeredName();
      line.append(line.isEmpty() ? "" : ", ")
          .append(model == null ? revision.modelUri() : model)
          .append(" at ")
          .append(spec.traffic().getOrDefault(revision.hash(), 0))
          .append(" %");
    }
    return line.toString();
  }
}
