package dev.aloft.testkit.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint: answers by configurations with shares, and changes within 30 s. */
final class CloudEndpoint {
  private static final Duration CHANGE = Duration.ofSeconds(30);

  private final String name;
  private final Map<String, String> tags;
  private String shares = "";
  private @Nullable String wished;
  private Instant since;
  private String word = "Creating";
  private String failure = "";
  private String failed = "";
  private int calls;

  CloudEndpoint(String name, Map<String, String> tags, String shares, Instant now) {
    this.name = name;
    this.tags = tags;
    this.wished = shares;
    this.since = now;
  }

  void update(String newShares, boolean interrupts, Instant now) {
    wished = newShares;
    word = "Updating";
    failure = "";
    since = now;
    if (interrupts) {
      shares = "";
    }
  }

  void delete(Instant now) {
    word = "Deleting";
    since = now;
  }

  /** Lets happen what is due. */
  void settle(Instant now, Cloud cloud) {
    if (isSteady() || now.isBefore(since.plus(CHANGE))) {
      return;
    }
    if (word.equals("Deleting")) {
      word = "Gone";
      return;
    }
    String fault = wished == null ? "" : LinearModel.faultOf(wished, cloud);
    if (fault.isEmpty()) {
      shares = String.valueOf(wished);
      word = "InService";
    } else {
      failure = fault;
      failed = String.valueOf(wished);
      word = shares.isEmpty() ? "Failed" : "InService";
    }
    wished = null;
  }

  private boolean isSteady() {
    return !isChanging() && !word.equals("Deleting");
  }

  boolean isChanging() {
    return word.equals("Creating") || word.equals("Updating");
  }

  boolean isGone() {
    return word.equals("Gone");
  }

  /** The configuration that answers the next call; null when none does. */
  @Nullable String answering() {
    if (shares.isEmpty() || word.equals("Deleting")) {
      return null;
    }
    int at = calls++ % 100;
    for (String share : shares.split(",", -1)) {
      int equals = share.indexOf('=');
      at -= Integer.parseInt(share.substring(equals + 1));
      if (at < 0) {
        return share.substring(0, equals);
      }
    }
    throw new IllegalStateException("the shares do not add up: " + shares);
  }

  String name() {
    return name;
  }

  Map<String, String> tags() {
    return tags;
  }

  String shares() {
    return shares;
  }

  String wishedShares() {
    return wished == null ? shares : wished;
  }

  String word() {
    return word;
  }

  /** The shares that could not be brought up last. */
  String failed() {
    return failed;
  }

  String failure() {
    return failure;
  }
}
