package dev.aloft.internal.histories;

import dev.aloft.driver.Action;
import dev.aloft.driver.Target;
import dev.aloft.internal.IntentLog;
import dev.aloft.internal.intent.EndpointSpecCodec;
import dev.aloft.internal.intent.IntentDocument;
import dev.aloft.internal.intent.IntentJson;
import dev.aloft.internal.intent.Lease;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import dev.aloft.internal.intent.WishOutcome;
import dev.aloft.internal.services.ModelService;
import dev.aloft.internal.services.Service;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** One service, one store, and what an onlooker notes who sees every write. */
final class World extends Scene {
  static final String KIND = "endpoint";
  static final String NAME = "churn";

  final ModelService service;
  final EndpointSpecCodec codec = new EndpointSpecCodec();
  final List<Doing> doings = new ArrayList<>();

  private final IntentLog onlooker = new IntentLog(store);
  private final Map<String, Integer> tried = new HashMap<>();
  private final Map<String, Integer> sent = new HashMap<>();
  private long newest;
  private int documents;
  private boolean lateDelete;

  World(Random random, Service service, Faults faults, double switching) {
    super(random, faults, switching);
    this.service = service.make(timing);
  }

  /** What the log says, read by somebody who has no part in it. */
  NameState log() {
    return onlooker.read(KIND, NAME);
  }

  String owner() {
    return onlooker.id();
  }

  @Override
  void written(String who, String key, String text) {
    if (!key.startsWith("aloft/log/" + KIND + "/")) {
      return;
    }
    documents++;
    IntentDocument document = IntentJson.read(text, key);
    tell(who, "wrote " + key.substring(key.length() - 9) + " " + summary(document));
    if (document instanceof IntentDocument.Wished wished) {
      newest = wished.generation();
    } else if (document instanceof IntentDocument.Tried one) {
      tried.put(newest + " " + one.part(), one.tries());
    } else if (document instanceof IntentDocument.Settled settled && naps() == 0) {
      believed(who, settled.wishes().get(settled.wishes().size() - 1));
    }
  }

  /** Somebody says that a wish is fulfilled; without sleepers that must be so at once. */
  private void believed(String who, RecordedWish wish) {
    EndpointSpec spec = wish.spec() == null ? null : codec.read(wish.spec());
    Set<String> bills = service.billing(NAME);
    boolean right =
        spec == null ? service.everything(owner()).isEmpty() : bills.equals(hashes(spec));
    if (wish.outcome() == WishOutcome.SETTLED && !right) {
      violations.add(who + " believed wish " + wish.generation() + " too early: " + bills);
    }
  }

  static Set<String> hashes(EndpointSpec spec) {
    return spec.revisions().stream().map(EndpointRevision::hash).collect(Collectors.toSet());
  }

  private String summary(IntentDocument document) {
    if (document instanceof IntentDocument.Wished wished) {
      EndpointSpec spec = wished.spec() == null ? null : codec.read(wished.spec());
      return "wish "
          + wished.generation()
          + " "
          + wished.verb()
          + " "
          + Doing.text(spec)
          + (wished.back() == 0 ? "" : " back from " + wished.back())
          + (wished.failure() == null ? "" : " because " + wished.failure().reason());
    }
    if (document instanceof IntentDocument.Settled settled) {
      return "settled " + settled.wishes().get(settled.wishes().size() - 1).outcome();
    }
    return document.toString();
  }

  /** Whether a sleeper may have removed what others had settled; nothing can hold that back. */
  boolean isTakenAwayBySleeper() {
    return lateDelete && service.everything(owner()).isEmpty();
  }

  int documents() {
    return documents;
  }

  int tries() {
    return tried.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A write is about to reach the service. */
  void sending(String who, boolean slept, Action action, Target<EndpointSpec> target) {
    Lease lease = log().lease();
    boolean held =
        lease != null && lease.holder().equals(who) && timing.now().isBefore(lease.until());
    lateDelete |= !held && action.verb().equals("delete");
    if (!held && !slept) {
      violations.add(who + " sent " + action + " without the lease: " + lease);
    }
  }

  /** A write was carried out. */
  void sent(String who, Action action, Target<EndpointSpec> target) {
    if (action.counted()) {
      String part = target.generation() + " " + action.id();
      int times = sent.merge(part, 1, Integer::sum);
      if (times > tried.getOrDefault(part, 0)) {
        violations.add(who + " sent " + action + " of wish " + target.generation() + " untold");
      }
    }
  }
}
