package dev.aloft.internal.services;

import dev.aloft.driver.Part;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One object at a service. */
final class Thing {
  final String kind;
  final String id;
  final Map<String, String> facts = new TreeMap<>();
  Part.State state = Part.State.READY;
  String word = "Ready";
  boolean bills;
  boolean ours = true;
  Instant createdAt = Instant.EPOCH;
  @Nullable Instant changesAt;
  @Nullable Runnable change;

  Thing(String kind, String id) {
    this.kind = kind;
    this.id = id;
  }

  String key() {
    return kind + "/" + id;
  }

  String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  void set(Part.State newState, String newWord) {
    this.state = newState;
    this.word = newWord;
  }

  Part part() {
    return new Part(kind, id, state, word, ours, bills, facts);
  }
}
