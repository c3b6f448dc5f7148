package dev.aloft.gcp;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * The order rules of registered versions. A version is found again by the hash of its content,
 * since the service numbers it. The last one goes with its model; the default one only after
 * another became it. Pure.
 */
final class VersionParts {
  static final String VERSION = "model-version";

  /** The label that tells registered models from those of endpoints. */
  static final String REGISTERED = "version";

  /** What copies of models are made for here. */
  static final String USE = "registered";

  /** The fact of a version: which other one can become the default; empty where none has to. */
  static final String HEIR = "heir";

  /** The fact of a version: whether it is the only one of its model. */
  static final String ONLY = "only";

  /** The fact of an observation's model: that it is there, with other versions. */
  static final String MODEL = "registered-model";

  static final String CREATE = "create";
  static final String DELETE = "delete";
  static final String ALIAS = "alias";

  private static final int MOST_TRIES = 3;

  private VersionParts() {}

  /** The model's name of a target, which is called {@code name@hash}. */
  static String modelName(String target) {
    int at = target.indexOf('@');
    return at < 0 ? target : target.substring(0, at);
  }

  /** The hash of a target. */
  static String hash(String target) {
    int at = target.indexOf('@');
    return at < 0 ? "" : target.substring(at + 1);
  }

  /** The key of the copy of a target's model. */
  static String key(String target) {
    return ModelArtifact.key(USE, modelName(target), hash(target));
  }

  static Next next(Target<Registration> target, Observation seen) {
    List<Part> all = seen.parts();
    Optional<Part> moving =
        all.stream().filter(part -> part.state() == Part.State.CHANGING).findFirst();
    if (moving.isPresent()) {
      return Next.attend(moving.get().word());
    }
    Optional<Part> version = seen.first(VERSION);
    return target.wish().isPresent()
        ? there(target, seen, version)
        : gone(version, seen.first(ModelArtifact.KIND));
  }

  private static Next there(Target<Registration> target, Observation seen, Optional<Part> version) {
    if (version.isPresent()) {
      return Next.certain();
    }
    Optional<Part> failed =
        seen.parts(EndpointParts.OPERATION).stream()
            .filter(part -> part.state() == Part.State.FAILED)
            .findFirst();
    String newest = failed.map(Part::id).orElse("");
    int tries = target.triesOf(target.name());
    if (tries > 0 && !newest.isEmpty() && !newest.equals(target.before(target.name()))) {
      String reason = EndpointParts.fact(failed.get(), EndpointParts.REASON);
      int code = Integer.parseInt(EndpointParts.fact(failed.get(), EndpointParts.CODE));
      return Next.fail(OperationFailure.code(code, reason), reason);
    }
    if (tries >= MOST_TRIES) {
      return Next.fail(ErrorCode.PROVIDER_ERROR, "the version does not come to be");
    }
    String key = key(target.name());
    boolean copied =
        target.wish().filter(wish -> ModelArtifact.isNeeded(wish.manifest())).isPresent();
    if (copied && seen.part(ModelArtifact.KIND, key).isEmpty()) {
      return Next.act(Action.of(CREATE, ModelArtifact.KIND, key));
    }
    boolean first = seen.first(MODEL).isEmpty();
    return Next.act(
        Action.of(CREATE, VERSION, target.name())
            .with(ONLY, String.valueOf(first))
            .asCountedAfter(newest));
  }

  private static Next gone(Optional<Part> version, Optional<Part> copy) {
    if (version.isEmpty()) {
      return copy.filter(Part::ours)
          .map(part -> Next.act(Action.of(DELETE, ModelArtifact.KIND, part.id())))
          .orElseGet(Next::done);
    }
    Part part = version.get();
    if (!part.ours()) {
      return Next.fail(
          ErrorCode.CONFLICT_NOT_OURS, part.id() + " was registered through another staging store");
    }
    String heir = EndpointParts.fact(part, HEIR);
    return heir.isEmpty()
        ? Next.act(Action.of(DELETE, VERSION, part.id()).with(ONLY, EndpointParts.fact(part, ONLY)))
        : Next.act(Action.of(ALIAS, VERSION, heir));
  }
}
