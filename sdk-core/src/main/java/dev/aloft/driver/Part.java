package dev.aloft.driver;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object at the provider that belongs to a resource, or stands in its place.
 *
 * @param kind what it is, in the provider's words, such as {@code endpoint-config}
 * @param id its id or name at the provider
 * @param state where it stands
 * @param word the provider's own word
 * @param ours whether it carries this log's tag
 * @param bills whether it costs by time
 * @param facts what {@code next} needs to know: revision, configuration name, traffic, reason …
 */
public record Part(
    String kind,
    String id,
    State state,
    String word,
    boolean ours,
    boolean bills,
    Map<String, String> facts) {

  /** Where a part stands. */
  public enum State {
    /** A change is under way. */
    CHANGING,
    /** Steady. */
    READY,
    /** Broken; may still bill. */
    FAILED,
    /** Being removed. */
    DELETING
  }

  /** Copies the map. */
  public Part {
    facts = Map.copyOf(facts);
  }

  /** The part on one line: {@code endpoint flats READY (InService), bills}. */
  @Override
  public String toString() {
    String own = word.isEmpty() || word.equalsIgnoreCase(state.name()) ? "" : " (" + word + ")";
    return kind
        + " "
        + id
        + " "
        + state
        + own
        + (bills ? ", bills" : "")
        + (ours ? "" : ", not ours");
  }

  /** One fact, null when it is not known. */
  public @Nullable String fact(String name) {
    return facts.get(name);
  }
}
