package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointSpec;
import java.util.List;

/** Which of the wishes that were fulfilled a rollback goes back to. */
final class Rollbacks {
  private static final String VERB = "rollback";

  private Rollbacks() {}

  /**
   * The state before the present one. That of a promoted canary is the one before the canary began,
   * so that nothing of it is served any more.
   *
   * @param history newest first
   * @throws AloftException NOT_FOUND when nothing serves, INVALID_REQUEST when nothing else did
   */
  static EndpointSpec target(String name, List<Reconciler.Entry<EndpointSpec>> history) {
    List<Reconciler.Entry<EndpointSpec>> settled =
        history.stream().filter(entry -> entry.outcome().equals("settled")).toList();
    EndpointSpec present = settled.isEmpty() ? null : settled.get(0).spec();
    if (present == null) {
      throw EndpointCore.absent(name, VERB);
    }
    boolean promoted = settled.get(0).verb().equals("promote");
    return settled.stream()
        .map(Reconciler.Entry::spec)
        .takeWhile(spec -> spec != null)
        .filter(spec -> !present.equals(spec) && !(promoted && isCanary(spec, present)))
        .findFirst()
        .orElseThrow(() -> nothingElse(name));
  }

  private static boolean isCanary(EndpointSpec spec, EndpointSpec promoted) {
    return spec.revisions().size() > 1 && spec.revision(promoted.main().hash()).isPresent();
  }

  private static AloftException nothingElse(String name) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST, "\"" + name + "\" has served nothing else to go back to")
        .operation(VERB)
        .resource(name)
        .build();
  }
}
