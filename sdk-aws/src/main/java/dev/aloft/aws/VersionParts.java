package dev.aloft.aws;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order rules of registered versions: the group comes before its first version, and goes after
 * its last one when this log made it. A group of somebody else's is used and left alone. Pure.
 */
final class VersionParts {
  static final String GROUP = "model-package-group";
  static final String VERSION = "model-package";

  /** The fact of a group: how many versions it holds, whoever made them. */
  static final String VERSIONS = "versions";

  static final String CREATE = "create";
  static final String DELETE = "delete";
  static final String REASON = "reason";

  private VersionParts() {}

  /** The model's name of a target, which is called {@code name@hash}. */
  static String modelName(String target) {
    int at = target.indexOf('@');
    return at < 0 ? target : target.substring(0, at);
  }

  /** A version that takes no more changes is steady. */
  static Part.State state(String word) {
    return switch (word) {
      case "Completed" -> Part.State.READY;
      case "Failed", "DeleteFailed" -> Part.State.FAILED;
      case "Deleting" -> Part.State.DELETING;
      default -> Part.State.CHANGING;
    };
  }

  static Next next(Target<Registration> target, Observation seen) {
    List<Part> all = seen.parts();
    Optional<Part> moving = all.stream().filter(EndpointSteps::isMoving).findFirst();
    if (moving.isPresent()) {
      return Next.attend(moving.get().kind() + " " + moving.get().word());
    }
    Part group = seen.first(GROUP).orElse(null);
    Part version = seen.first(VERSION).orElse(null);
    return target.wish().isPresent() ? there(target, group, version) : gone(group, version);
  }

  private static Next there(
      Target<Registration> target, @Nullable Part group, @Nullable Part version) {
    String name = modelName(target.name());
    if (version == null) {
      return group == null
          ? Next.act(Action.of(CREATE, GROUP, name))
          : Next.act(Action.of(CREATE, VERSION, target.name()).asCounted());
    }
    if (version.state() != Part.State.FAILED) {
      return Next.done();
    }
    if (!version.ours()) {
      return notOurs(version);
    }
    return target.triesOf(target.name()) > 0
        ? Next.fail(ErrorCode.PROVIDER_ERROR, EndpointParts.fact(version, REASON))
        : delete(version);
  }

  private static Next gone(@Nullable Part group, @Nullable Part version) {
    if (version != null) {
      return version.ours() ? delete(version) : notOurs(version);
    }
    boolean empty = group != null && EndpointParts.fact(group, VERSIONS).equals("0");
    if (group == null || !empty) {
      return Next.done();
    }
    if (EndpointSteps.isUntold(group)) {
      return EndpointSteps.awaitTags(group);
    }
    return group.ours() ? delete(group) : Next.done();
  }

  private static Next delete(Part part) {
    return Next.act(Action.of(DELETE, part.kind(), part.id()));
  }

  private static Next notOurs(Part part) {
    return Next.fail(
        ErrorCode.CONFLICT_NOT_OURS, part.id() + " was registered through another staging store");
  }
}
