package dev.aloft.internal.intent;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One numbered document of a name's log. */
public sealed interface IntentDocument {

  /**
   * A wish. It takes the lease, unless another client holds it.
   *
   * @param generation its number
   * @param verb what was asked
   * @param spec what is wished, as canonical JSON; null for gone
   * @param back the generation that it takes back; 0 for none
   * @param failure why the wish that it takes back failed; null when that was cancelled
   * @param holder the client
   * @param lease how long the client may write
   */
  record Wished(
      long generation,
      String verb,
      @Nullable String spec,
      long back,
      @Nullable WishFailure failure,
      String holder,
      Duration lease)
      implements IntentDocument {}

  /**
   * A counted write is about to be sent. Renews the lease.
   *
   * @param part the id of the part
   * @param tries how often it will have been sent for this wish
   * @param before what the driver had seen of the part; empty when it notes nothing
   * @param holder the client
   * @param lease how long the client may write
   */
  record Tried(String part, int tries, String before, String holder, Duration lease)
      implements IntentDocument {}

  /**
   * The lease is taken, renewed, or with no length given up.
   *
   * @param holder the client
   * @param lease how long the client may write
   */
  record Leased(String holder, Duration lease) implements IntentDocument {}

  /**
   * The open wish has ended. Holds all that is to be remembered, so that what is older may go.
   *
   * @param wishes the last wishes, oldest first, the ended one last
   */
  record Settled(List<RecordedWish> wishes) implements IntentDocument {
    /** Copies the list. */
    public Settled {
      wishes = List.copyOf(wishes);
    }
  }
}
