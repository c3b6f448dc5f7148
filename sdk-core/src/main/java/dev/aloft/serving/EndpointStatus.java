package dev.aloft.serving;

import dev.aloft.RichView;
import dev.aloft.driver.Part;
import dev.aloft.internal.Views;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a look at an endpoint showed.
 *
 * @param name the name
 * @param state where it stands
 * @param url its address, empty while there is none
 * @param traffic percent of the calls by revision hash, as they are shared now as far as the
 *     provider tells, else as wished; empty while nobody is served
 * @param parts the parts at the provider
 */
public record EndpointStatus(
    String name, EndpointState state, String url, Map<String, Integer> traffic, List<Part> parts)
    implements RichView {
  private static final String OWNER = "aloft-owner";

  /** Copies the collections. */
  public EndpointStatus {
    traffic = Collections.unmodifiableMap(new LinkedHashMap<>(traffic));
    parts = List.copyOf(parts);
  }

  /** Whether calls are answered. */
  public boolean answers() {
    return switch (state) {
      case READY, UPDATING, IDLE, DEGRADED -> true;
      default -> false;
    };
  }

  /**
   * Whether this client may change it: it was made through the same staging store, or is not there.
   */
  public boolean isOurs() {
    return whose().isEmpty();
  }

  /** Empty for ours; else what is known of who made it. */
  private String whose() {
    return parts.stream()
        .filter(part -> part.kind().equals("endpoint"))
        .findFirst()
        .filter(part -> !part.ours())
        .map(
            part ->
                part.fact(OWNER) == null
                    ? "not made by Aloft"
                    : "made through another staging store")
        .orElse("");
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(
        List.of("endpoint", "state", "url", "traffic", "whose"),
        List.of(List.of(name, state.name(), url, shares(), isOurs() ? "ours" : whose())));
  }

  /**
   * The endpoint on one line: {@code endpoint flats READY at http://127.0.0.1:8080, 3f2a 100 %},
   * and whose it is when it is not ours.
   */
  @Override
  public String toString() {
    return "endpoint "
        + name
        + " "
        + state
        + (url.isEmpty() ? "" : " at " + url)
        + (traffic.isEmpty() ? "" : ", " + shares())
        + (isOurs() ? "" : "; not ours: " + whose());
  }

  private String shares() {
    return traffic.entrySet().stream()
        .map(share -> share.getKey() + " " + share.getValue() + " %")
        .collect(Collectors.joining(", "));
  }
}
