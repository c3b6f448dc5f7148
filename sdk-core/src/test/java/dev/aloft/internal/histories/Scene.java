package dev.aloft.internal.histories;

import dev.aloft.internal.MemoryStore;
import dev.aloft.internal.services.VirtualTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What every history has: time, chance, a store, processes, and the story of what happened. */
class Scene {
  final VirtualTiming timing = new VirtualTiming();
  final MemoryStore store = new MemoryStore(timing);
  final List<String> story = new ArrayList<>();
  final List<String> violations = new ArrayList<>();
  final Random random;
  final Faults faults;
  final Stage stage;

  private int naps;

  Scene(Random random, Faults faults, double switching) {
    this.random = random;
    this.faults = faults;
    this.stage = new Stage(timing, random, switching);
  }

  void tell(String who, String what) {
    story.add(timing.now() + " " + who + " " + what);
  }

  void napped() {
    naps++;
  }

  int naps() {
    return naps;
  }

  /** A document was written to the store. */
  void written(String who, String key, String text) {
    tell(who, "wrote " + key);
  }
}
