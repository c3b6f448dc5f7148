package dev.aloft.internal.histories;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.ReconcilerHost;
import dev.aloft.layer.Lifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process. At every call others may come first, or the process may sleep; writes may go wrong.
 */
abstract class Acting implements ReconcilerHost {
  final String name;

  private final Scene scene;
  private final boolean faulty;
  private final Naps naps;
  private int steps;
  private int slept;
  private boolean stopped;
  private boolean sleptJustBefore;

  Acting(Scene scene, String name, boolean faulty, Naps naps) {
    this.scene = scene;
    this.name = name;
    this.faulty = faulty;
    this.naps = naps;
  }

  @Override
  public double random() {
    return scene.random.nextDouble();
  }

  @Override
  public String holder() {
    return name;
  }

  @Override
  public String provider() {
    return "test";
  }

  @Override
  public String scope() {
    return "scope";
  }

  @Override
  public void emit(Lifecycle.Event event) {}

  /** Whether it slept between its last look at the time and the write: it cannot know better. */
  boolean sleptJustBefore() {
    return sleptJustBefore;
  }

  void step() {
    if (stopped) {
      throw new Crash();
    }
    Duration nap = naps.before(steps);
    steps++;
    if (!nap.isZero()) {
      scene.tell(name, "sleeps for " + nap);
      scene.napped();
      slept++;
      scene.stage.sleep(nap);
      scene.tell(name, "wakes up");
    }
    scene.stage.step();
  }

  <T> T write(String what, Supplier<T> write) {
    int before = slept;
    step();
    sleptJustBefore = slept > before;
    Fault fault = faulty ? scene.faults.next() : Fault.NONE;
    if (fault != Fault.NONE) {
      scene.tell(name, fault + " at " + what);
    }
    if (fault == Fault.STOP_BEFORE) {
      stopped = true;
      throw new Crash();
    }
    if (fault == Fault.REQUEST_LOST) {
      throw unknown(what);
    }
    if (fault == Fault.REFUSED) {
      throw AloftException.of(ErrorCode.THROTTLED, what).effect(Effect.NONE).build();
    }
    try {
      return write.get();
    } finally {
      afterwards(fault, what);
    }
  }

  private void afterwards(Fault fault, String what) {
    if (fault == Fault.STOP_AFTER) {
      stopped = true;
      throw new Crash();
    }
    step();
    if (fault == Fault.ANSWER_LOST) {
      throw unknown(what);
    }
  }

  private static AloftException unknown(String what) {
    return AloftException.of(ErrorCode.UNAVAILABLE, "no answer to " + what)
        .effect(Effect.UNKNOWN)
        .build();
  }

  /** The scene's store as this process reaches it. */
  final class ReachedStore implements ObjectStore {
    @Override
    public String uri(String key) {
      return scene.store.uri(key);
    }

    @Override
    public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
      return write(
          "put " + key,
          () -> {
            Stored stored = scene.store.put(key, source, createOnly, metadata);
            scene.written(name, key, text(source));
            return stored;
          });
    }

    @Override
    public InputStream get(String key, long offset, long length) {
      step();
      return scene.store.get(key, offset, length);
    }

    @Override
    public Optional<Stored> head(String key) {
      step();
      return scene.store.head(key);
    }

    @Override
    public void delete(String key) {
      step();
      scene.store.delete(key);
    }

    @Override
    public Page<Stored> list(String prefix, @Nullable String cursor) {
      step();
      return scene.store.list(prefix, cursor);
    }

    @Override
    public Stored copy(String from, String to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant time() {
      step();
      return scene.store.time();
    }
  }

  private static String text(Source source) {
    try (InputStream in = source.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
