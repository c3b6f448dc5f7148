package dev.aloft.internal.intent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a name's documents say together. Immutable.
 *
 * @param kind the kind of resource
 * @param name the name
 * @param number the newest document; 0 when there is none
 * @param base the newest document that holds all before it; 0 when there is none
 * @param wishes the wishes that are remembered, oldest first
 * @param tries how often counted writes were sent for the open wish, by part
 * @param before what the driver had seen of a part before its last counted write, by part
 * @param lease who may write; null for nobody
 * @param changedAt when the newest document was written, by the store's time
 * @param readAt a moment at which nothing newer was there, by the store's time
 */
public record NameState(
    String kind,
    String name,
    long number,
    long base,
    List<RecordedWish> wishes,
    Map<String, Integer> tries,
    Map<String, String> before,
    @Nullable Lease lease,
    Instant changedAt,
    Instant readAt) {
  private static final int KEPT = 20;

  /** Copies the collections. */
  public NameState {
    wishes = List.copyOf(wishes);
    tries = Map.copyOf(tries);
    before = Map.copyOf(before);
  }

  /** A name without documents. */
  public static NameState empty(String kind, String name, Instant readAt) {
    return new NameState(
        kind, name, 0, 0, List.of(), Map.of(), Map.of(), null, Instant.EPOCH, readAt);
  }

  /** The newest wish's generation; 0 when there is none. */
  public long generation() {
    return wishes.isEmpty() ? 0 : wishes.get(wishes.size() - 1).generation();
  }

  /** The wish that is still to be fulfilled. */
  public Optional<RecordedWish> open() {
    return Optional.ofNullable(newest(WishOutcome.OPEN));
  }

  /** The last wish that was fulfilled; a removal among them. */
  public Optional<RecordedWish> settled() {
    return Optional.ofNullable(newest(WishOutcome.SETTLED));
  }

  /** What the last fulfilled wish was; null when it was gone or there was none. */
  public @Nullable String settledSpec() {
    RecordedWish settled = newest(WishOutcome.SETTLED);
    return settled == null ? null : settled.spec();
  }

  /** A wish by its generation, while it is remembered. */
  public Optional<RecordedWish> wish(long generation) {
    return wishes.stream().filter(wish -> wish.generation() == generation).findFirst();
  }

  /** The newest wish that takes a generation back. */
  public Optional<RecordedWish> wayBack(long generation) {
    return wishes.stream()
        .filter(wish -> wish.back() == generation)
        .reduce((older, newer) -> newer);
  }

  private @Nullable RecordedWish newest(WishOutcome outcome) {
    for (int i = wishes.size() - 1; i >= 0; i--) {
      if (wishes.get(i).outcome() == outcome) {
        return wishes.get(i);
      }
    }
    return null;
  }

  /** The same, known to have been the newest at a later moment. */
  public NameState readAt(Instant moment) {
    return new NameState(kind, name, number, base, wishes, tries, before, lease, changedAt, moment);
  }

  /** No wishes, up to a number from which on documents are there. */
  public NameState startingAfter(long last) {
    return new NameState(
        kind, name, last, 0, List.of(), Map.of(), Map.of(), null, Instant.EPOCH, readAt);
  }

  /** The document that ends the open wish. */
  public IntentDocument.Settled ending(WishOutcome outcome, @Nullable WishFailure failure) {
    List<RecordedWish> all = new ArrayList<>();
    for (RecordedWish wish : wishes) {
      all.add(wish.outcome() == WishOutcome.OPEN ? wish.ended(outcome, failure) : wish);
    }
    return new IntentDocument.Settled(trimmed(all));
  }

  /** What the documents say together with the next one. */
  public NameState after(IntentDocument document, Instant writtenAt) {
    long next = number + 1;
    if (document instanceof IntentDocument.Settled settled) {
      return new NameState(
          kind, name, next, next, settled.wishes(), Map.of(), Map.of(), null, writtenAt, readAt);
    }
    if (document instanceof IntentDocument.Wished wished) {
      return new NameState(
          kind,
          name,
          next,
          base,
          wishesAfter(wished, writtenAt),
          Map.of(),
          Map.of(),
          leaseAfter(wished, writtenAt),
          writtenAt,
          readAt);
    }
    Map<String, Integer> counted = new LinkedHashMap<>(tries);
    Map<String, String> seen = new LinkedHashMap<>(before);
    Lease renewed = lease;
    if (document instanceof IntentDocument.Tried tried) {
      counted.put(tried.part(), tried.tries());
      seen.put(tried.part(), tried.before());
      renewed = new Lease(tried.holder(), writtenAt.plus(tried.lease()));
    } else if (document instanceof IntentDocument.Leased leased) {
      renewed =
          leased.lease().isZero()
              ? null
              : new Lease(leased.holder(), writtenAt.plus(leased.lease()));
    }
    return new NameState(kind, name, next, base, wishes, counted, seen, renewed, writtenAt, readAt);
  }

  private List<RecordedWish> wishesAfter(IntentDocument.Wished wished, Instant writtenAt) {
    List<RecordedWish> all = new ArrayList<>();
    for (RecordedWish wish : wishes) {
      all.add(wish.outcome() == WishOutcome.OPEN ? overtaken(wish, wished) : wish);
    }
    all.add(
        new RecordedWish(
            wished.generation(),
            wished.verb(),
            wished.spec(),
            WishOutcome.OPEN,
            wished.back(),
            null,
            writtenAt));
    return trimmed(all);
  }

  private static RecordedWish overtaken(RecordedWish wish, IntentDocument.Wished by) {
    if (by.back() != wish.generation()) {
      return wish.ended(WishOutcome.OVERTAKEN, null);
    }
    return by.failure() == null
        ? wish.ended(WishOutcome.CANCELLED, null)
        : wish.ended(WishOutcome.FAILED, by.failure());
  }

  private Lease leaseAfter(IntentDocument.Wished wished, Instant writtenAt) {
    return lease != null && lease.isHeldByAnother(wished.holder(), writtenAt)
        ? lease
        : new Lease(wished.holder(), writtenAt.plus(wished.lease()));
  }

  /** The last ones, and the last fulfilled one however old it is. */
  private static List<RecordedWish> trimmed(List<RecordedWish> all) {
    int surplus = all.size() - KEPT;
    if (surplus <= 0) {
      return all;
    }
    List<RecordedWish> kept = new ArrayList<>(all.subList(surplus, all.size()));
    if (kept.stream().noneMatch(wish -> wish.outcome() == WishOutcome.SETTLED)) {
      for (int i = surplus - 1; i >= 0; i--) {
        if (all.get(i).outcome() == WishOutcome.SETTLED) {
          kept.add(0, all.get(i));
          break;
        }
      }
    }
    return kept;
  }
}
