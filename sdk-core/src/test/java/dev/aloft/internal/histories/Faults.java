package dev.aloft.internal.histories;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Decides what happens to each write. Writes are counted over all processes. */
abstract class Faults {
  /** Every way in which a write can go wrong. */
  static final List<Fault> ALL = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.NONE)));

  private int writes;
  private int injected;

  /** The fault of the next write. */
  final Fault next() {
    Fault fault = at(writes);
    writes++;
    injected += fault == Fault.NONE ? 0 : 1;
    return fault;
  }

  abstract Fault at(int write);

  /** How many writes there were. */
  int writes() {
    return writes;
  }

  /** How many of them went wrong. */
  int injected() {
    return injected;
  }

  static Faults none() {
    return single(-1, Fault.NONE);
  }

  static Faults single(int where, Fault fault) {
    return new Faults() {
      @Override
      Fault at(int write) {
        return write == where ? fault : Fault.NONE;
      }
    };
  }

  static Faults random(Random random, double probability, int atMost) {
    return new Faults() {
      @Override
      Fault at(int write) {
        return injected() < atMost && random.nextDouble() < probability
            ? ALL.get(random.nextInt(ALL.size()))
            : Fault.NONE;
      }
    };
  }
}
