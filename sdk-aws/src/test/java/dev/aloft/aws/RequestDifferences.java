package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What may differ between a request of another SDK and ours, with the reason. {@link #check} wants
 * every difference to be told here, and everything that is told here to differ. Immutable.
 */
final class RequestDifferences {
  private static final String ABSENT = "absent";

  private final List<Difference> told;

  private RequestDifferences(List<Difference> told) {
    this.told = List.copyOf(told);
  }

  static RequestDifferences none() {
    return new RequestDifferences(List.of());
  }

  /**
   * A difference.
   *
   * @param path the field's path, as a regular expression
   * @param theirs what they send, as a regular expression of JSON
   * @param ours what we send
   * @param reason why
   */
  record Difference(String path, String theirs, String ours, String reason) {
    private boolean tells(String field, @Nullable String they, @Nullable String we) {
      return field.matches(path)
          && Objects.requireNonNullElse(they, ABSENT).matches(theirs)
          && Objects.requireNonNullElse(we, ABSENT).matches(ours);
    }
  }

  RequestDifferences and(RequestDifferences others) {
    List<Difference> all = new ArrayList<>(told);
    all.addAll(others.told);
    return new RequestDifferences(all);
  }

  RequestDifferences differ(String path, String theirs, String ours, String reason) {
    return and(new RequestDifferences(List.of(new Difference(path, theirs, ours, reason))));
  }

  RequestDifferences onlyTheirs(String path, String theirs, String reason) {
    return differ(path, theirs, ABSENT, reason);
  }

  RequestDifferences onlyOurs(String path, String ours, String reason) {
    return differ(path, ABSENT, ours, reason);
  }

  void check(JsonNode theirs, JsonNode ours) {
    Map<String, String> they = RequestFields.of(theirs);
    Map<String, String> we = RequestFields.of(ours);
    TreeSet<String> fields = new TreeSet<>(they.keySet());
    fields.addAll(we.keySet());
    List<Difference> unused = new ArrayList<>(told);
    List<String> untold = new ArrayList<>();
    for (String field : fields) {
      String their = they.get(field);
      String our = we.get(field);
      if (!Objects.equals(their, our)) {
        List<Difference> telling =
            told.stream().filter(one -> one.tells(field, their, our)).toList();
        unused.removeAll(telling);
        if (telling.isEmpty()) {
          untold.add(field + ": they send " + their + ", we send " + our);
        }
      }
    }
    assertThat(untold).as("differences without a reason").isEmpty();
    assertThat(unused).as("reasons without a difference").isEmpty();
  }
}
