package dev.aloft.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wished for one name, with what {@code next} must remember.
 *
 * @param name the portable name
 * @param logId the id of the intent log, which is the owner tag
 * @param generation the number of the wish
 * @param spec what is wished; null for gone
 * @param settled what the last settled wish was; null when there was none or it was gone
 * @param tries how often a counted action was tried for this wish, by part id
 * @param seenBefore what was seen of a part before its last counted action, by part id
 * @param <S> the kind of resource
 */
public record Target<S>(
    String name,
    String logId,
    long generation,
    @Nullable S spec,
    @Nullable S settled,
    Map<String, Integer> tries,
    Map<String, String> seenBefore) {

  /** Copies the maps. */
  public Target {
    tries = Map.copyOf(tries);
    seenBefore = Map.copyOf(seenBefore);
  }

  /** A target before whose actions nothing was noted. */
  public Target(
      String name,
      String logId,
      long generation,
      @Nullable S spec,
      @Nullable S settled,
      Map<String, Integer> tries) {
    this(name, logId, generation, spec, settled, tries, Map.of());
  }

  /** What is wished; empty for gone. */
  public Optional<S> wish() {
    return Optional.ofNullable(spec);
  }

  /** How often a counted action on a part was tried for this wish. */
  public int triesOf(String partId) {
    return tries.getOrDefault(partId, 0);
  }

  /**
   * What was seen of a part before its last counted action; empty when that is not known. See
   * {@link Action#asCountedAfter}.
   */
  public String before(String partId) {
    return seenBefore.getOrDefault(partId, "");
  }

  /** The target once an action has been tried: the same, unless it is counted. */
  public Target<S> after(Action action) {
    if (!action.counted()) {
      return this;
    }
    Map<String, Integer> more = new HashMap<>(tries);
    more.merge(action.id(), 1, Integer::sum);
    Map<String, String> seen = new HashMap<>(seenBefore);
    seen.put(action.id(), action.before());
    return new Target<>(name, logId, generation, spec, settled, more, seen);
  }

  /** The tags that every part must carry. */
  public Map<String, String> ownership(String revisionHash) {
    return Map.of("aloft-owner", logId, "aloft-name", name, "aloft-revision", revisionHash);
  }
}
