package dev.aloft.driver;

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
 * @param <S> the kind of resource
 */
public record Target<S>(
    String name,
    String logId,
    long generation,
    @Nullable S spec,
    @Nullable S settled,
    Map<String, Integer> tries) {

  /** Copies the map. */
  public Target {
    tries = Map.copyOf(tries);
  }

  /** What is wished; empty for gone. */
  public Optional<S> wish() {
    return Optional.ofNullable(spec);
  }

  /** How often a counted action on a part was tried for this wish. */
  public int triesOf(String partId) {
    return tries.getOrDefault(partId, 0);
  }

  /** The tags that every part must carry. */
  public Map<String, String> ownership(String revisionHash) {
    return Map.of("aloft-owner", logId, "aloft-name", name, "aloft-revision", revisionHash);
  }
}
