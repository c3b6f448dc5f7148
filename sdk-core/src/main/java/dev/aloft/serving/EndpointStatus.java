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

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(
        List.of("endpoint", "state", "url", "traffic"),
        List.of(List.of(name, state.name(), url, shares())));
  }

  /**
   * The endpoint on one line: {@code endpoint flats READY at http://127.0.0.1:8080, 3f2a 100 %}.
   */
  @Override
  public String toString() {
    return "endpoint "
        + name
        + " "
        + state
        + (url.isEmpty() ? "" : " at " + url)
        + (traffic.isEmpty() ? "" : ", " + shares());
  }

  private String shares() {
    return traffic.entrySet().stream()
        .map(share -> share.getKey() + " " + share.getValue() + " %")
        .collect(Collectors.joining(", "));
  }
}
