package dev.aloft.internal.discovery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * One look for the services of a type. Entries are taken one at a time; a broken one is noted and
 * passed over. Nothing is kept for the next look, so that a jar added in between is seen. Not
 * thread-safe.
 *
 * @param <S> the type of service
 */
final class ServiceScan<S> {
  /** A loader whose every answer is an error would be asked for ever. */
  private static final int MOST_ENTRIES = 1_000;

  private final Class<S> type;
  private final ToIntFunction<S> spiVersion;
  private final int wanted;
  private final List<S> services = new ArrayList<>();
  private final Set<String> broken = new LinkedHashSet<>();
  private final Set<String> taken = new HashSet<>();

  ServiceScan(Class<S> type, int wanted, ToIntFunction<S> spiVersion) {
    this.type = type;
    this.wanted = wanted;
    this.spiVersion = spiVersion;
  }

  /** Looks with every loader of a path; a class that an earlier loader gave is not taken again. */
  ServiceScan<S> over(SearchPath path) {
    path.loaders().forEach(this::look);
    return this;
  }

  /** What was found, in order. */
  List<S> services() {
    return services;
  }

  /** What is wrong with the entries that were passed over. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  private void look(ClassLoader loader) {
    Iterator<ServiceLoader.Provider<S>> entries =
        ServiceLoader.load(type, loader).stream().iterator();
    boolean more = true;
    for (int i = 0; more && i < MOST_ENTRIES; i++) {
      more = guarded("an entry", () -> step(entries));
    }
  }

  private boolean step(Iterator<ServiceLoader.Provider<S>> entries) {
    if (!entries.hasNext()) {
      return false;
    }
    ServiceLoader.Provider<S> entry = entries.next();
    Class<? extends S> implementation = entry.type();
    if (!taken.contains(implementation.getName())) {
      guarded(
          implementation.getName(),
          () -> {
            take(entry.get());
            return true;
          });
    }
    return true;
  }

  private void take(S service) {
    int version = spiVersion.applyAsInt(service);
    if (version == wanted) {
      services.add(service);
      taken.add(service.getClass().getName());
    } else {
      broken.add(
          service.getClass().getName()
              + " was compiled against version "
              + version
              + " of the provider interfaces and this core has version "
              + wanted
              + ": use aloft-core and the provider in the same version");
    }
  }

  /** Whether to go on; true also after a failure, which is noted. */
  private boolean guarded(String what, Step step) {
    try {
      return step.take();
    } catch (ServiceConfigurationError e) {
      note(e, broken::add);
    } catch (RuntimeException | LinkageError e) {
      note(e, text -> broken.add(what + ": " + text));
    }
    return true;
  }

  private static void note(Throwable error, Consumer<String> reasons) {
    StringBuilder text = new StringBuilder(String.valueOf(error.getMessage()));
    for (Throwable at = error.getCause(); at != null; at = at.getCause()) {
      text.append(" (").append(at).append(')');
    }
    reasons.accept(
        error instanceof ServiceConfigurationError
            ? text.toString()
            : error.getClass().getName() + ": " + text);
  }

  private interface Step {
    boolean take();
  }
}
