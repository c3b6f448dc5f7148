package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What may differ between a request of a vendor's own SDK and one of a provider, with the reasons.
 * {@link #check} wants every difference to be told here, and everything that is told here to
 * differ. Immutable.
 */
public final class RequestDifferences {
  private static final String ABSENT = "absent";

  private final List<Difference> told;

  private RequestDifferences(List<Difference> told) {
    this.told = List.copyOf(told);
  }

  /** Both send the same. */
  public static RequestDifferences none() {
    return new RequestDifferences(List.of());
  }

  private record Difference(String path, String theirs, String ours, String reason) {
    private boolean tells(String field, @Nullable String they, @Nullable String we) {
      return field.matches(path)
          && Objects.requireNonNullElse(they, ABSENT).matches(theirs)
          && Objects.requireNonNullElse(we, ABSENT).matches(ours);
    }
  }

  /** These differences and those. */
  public RequestDifferences and(RequestDifferences others) {
    List<Difference> all = new ArrayList<>(told);
    all.addAll(others.told);
    return new RequestDifferences(all);
  }

  /**
   * A field that both send, or that one of them leaves out.
   *
   * @param path the field's path, as a regular expression
   * @param theirs what they send, as a regular expression of JSON
   * @param ours what we send
   * @param reason why
   */
  public RequestDifferences differ(String path, String theirs, String ours, String reason) {
    return and(new RequestDifferences(List.of(new Difference(path, theirs, ours, reason))));
  }

  /** A field that only they send. */
  public RequestDifferences onlyTheirs(String path, String theirs, String reason) {
    return differ(path, theirs, ABSENT, reason);
  }

  /** A field that only we send. */
  public RequestDifferences onlyOurs(String path, String ours, String reason) {
    return differ(path, ABSENT, ours, reason);
  }

  /**
   * Fails on what differs without a reason, and on a reason without a difference.
   *
   * @param theirs the fields of their request, by path: {@link RequestFields}
   * @param ours the fields of our request
   */
  public void check(Map<String, String> theirs, Map<String, String> ours) {
    TreeSet<String> fields = new TreeSet<>(theirs.keySet());
    fields.addAll(ours.keySet());
    List<Difference> unused = new ArrayList<>(told);
    List<String> untold = new ArrayList<>();
    for (String field : fields) {
      String their = theirs.get(field);
      String our = ours.get(field);
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
