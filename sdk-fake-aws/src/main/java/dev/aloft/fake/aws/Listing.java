package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How SageMaker lists: a page is taken by name and time of creation; what else is asked for is left
 * out of the page after that, so that pages come back empty with more to come. Immutable.
 */
final class Listing<T extends Resource> {
  private static final int USUAL_PAGE = 10;

  private final String member;
  private final boolean ascending;
  private final Function<T, ObjectNode> summary;
  private final BiPredicate<ObjectNode, T> more;

  /**
   * A list.
   *
   * @param member the answer's member, such as {@code TrainingJobSummaries}
   * @param ascending the order when none is asked for
   * @param summary what is told of a resource
   * @param more filters beside those that all lists have, applied after paging
   */
  Listing(
      String member,
      boolean ascending,
      Function<T, ObjectNode> summary,
      BiPredicate<ObjectNode, T> more) {
    this.member = member;
    this.ascending = ascending;
    this.summary = summary;
    this.more = more;
  }

  /** A list with the filters that all lists have. */
  Listing(String member, boolean ascending, Function<T, ObjectNode> summary) {
    this(member, ascending, summary, (input, resource) -> true);
  }

  /** The page that a request asks for. */
  ObjectNode page(Shelf<T> shelf, ObjectNode input) {
    String sortBy = input.path("SortBy").asString("CreationTime");
    boolean up =
        input.has("SortOrder") ? input.path("SortOrder").asString().equals("Ascending") : ascending;
    PageToken token = PageToken.of(input);
    Predicate<T> before = beforePaging(input);
    int size = input.path("MaxResults").asInt(USUAL_PAGE);
    List<Shelf.Entry<T>> page = new ArrayList<>();
    boolean rest = false;
    for (Shelf.Entry<T> entry : from(shelf, sortBy, up, token)) {
      if (before.test(entry.resource())) {
        if (page.size() == size) {
          rest = true;
          break;
        }
        page.add(entry);
      }
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode summaries = answer.putArray(member);
    for (Shelf.Entry<T> entry : page) {
      if (afterPaging(input, entry.resource())) {
        summaries.add(summary.apply(entry.resource()));
      }
    }
    if (rest) {
      Shelf.Entry<T> last = page.get(page.size() - 1);
      T resource = last.resource();
      answer.put("NextToken", token.next(resource.name(), last.number(), resource.status()));
    }
    return answer;
  }

  private static <T extends Resource> Collection<Shelf.Entry<T>> from(
      Shelf<T> shelf, String sortBy, boolean up, PageToken token) {
    return switch (sortBy) {
      case "Name" -> token.isFirst() ? shelf.byName(up) : shelf.after(token.name(), up);
      case "Status" -> byStatus(shelf, up, token);
      default -> token.isFirst() ? shelf.byArrival(up) : shelf.after(token.number(), up);
    };
  }

  private static <T extends Resource> Collection<Shelf.Entry<T>> byStatus(
      Shelf<T> shelf, boolean up, PageToken token) {
    Comparator<Shelf.Entry<T>> order =
        Comparator.comparing((Shelf.Entry<T> entry) -> entry.resource().status())
            .thenComparing(Shelf.Entry::number);
    Stream<Shelf.Entry<T>> entries = shelf.all().stream().sorted(up ? order : order.reversed());
    return entries
        .filter(
            entry -> {
              if (token.isFirst()) {
                return true;
              }
              int way = entry.resource().status().compareTo(token.status());
              way = way == 0 ? Long.compare(entry.number(), token.number()) : way;
              return up ? way > 0 : way < 0;
            })
        .toList();
  }

  private static <T extends Resource> Predicate<T> beforePaging(ObjectNode input) {
    String part = input.path("NameContains").asString("");
    Instant after = time(input.path("CreationTimeAfter"), Instant.MIN);
    Instant before = time(input.path("CreationTimeBefore"), Instant.MAX);
    return resource ->
        resource.name().contains(part)
            && resource.created().isAfter(after)
            && resource.created().isBefore(before);
  }

  private boolean afterPaging(ObjectNode input, T resource) {
    JsonNode status = input.path("StatusEquals");
    return (status.isMissingNode() || status.asString().equals(resource.status()))
        && resource.modified().isAfter(time(input.path("LastModifiedTimeAfter"), Instant.MIN))
        && resource.modified().isBefore(time(input.path("LastModifiedTimeBefore"), Instant.MAX))
        && more.test(input, resource);
  }

  private static Instant time(JsonNode seconds, Instant otherwise) {
    return seconds.isNumber() ? Epoch.time(seconds) : otherwise;
  }
}
