package dev.aloft.internal.discovery;

import dev.aloft.Aloft;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The class loaders that are asked, in order: the one that was chosen and no other; or the one that
 * loaded core, then the calling thread's where that may see more. Immutable.
 */
public final class SearchPath {
  private final List<ClassLoader> loaders;
  private final boolean chosen;

  private SearchPath(List<ClassLoader> loaders, boolean chosen) {
    this.loaders = List.copyOf(loaders);
    this.chosen = chosen;
  }

  /** The path for a choice, seen from the calling thread. */
  public static SearchPath of(@Nullable ClassLoader chosen) {
    return chosen == null
        ? of(Aloft.class.getClassLoader(), Thread.currentThread().getContextClassLoader())
        : new SearchPath(List.of(chosen), true);
  }

  static SearchPath of(ClassLoader own, @Nullable ClassLoader context) {
    return new SearchPath(List.of(own), false).and(context);
  }

  /** This path, and the calling thread's loader unless one was chosen. */
  SearchPath seenNow() {
    return and(Thread.currentThread().getContextClassLoader());
  }

  private SearchPath and(@Nullable ClassLoader context) {
    if (chosen || context == null || loaders.stream().anyMatch(l -> sees(l, context))) {
      return this;
    }
    List<ClassLoader> more = new ArrayList<>(loaders);
    more.add(context);
    return new SearchPath(more, false);
  }

  /** Whether a loader is another one or stands below it. */
  private static boolean sees(ClassLoader loader, ClassLoader other) {
    for (ClassLoader at = loader; at != null; at = at.getParent()) {
      if (at == other) {
        return true;
      }
    }
    return false;
  }

  /** The loaders, the first to be asked first. */
  public List<ClassLoader> loaders() {
    return loaders;
  }

  /** The first resource of that name. */
  public @Nullable URL resource(String name) {
    return loaders.stream()
        .map(loader -> loader.getResource(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * The loader for what a provider needs beside itself: the last one on the path that sees the very
   * same provider, since a loader of a shell or notebook sees jars that were added later.
   */
  public ClassLoader forProvider(Class<?> provider) {
    for (int i = loaders.size() - 1; i >= 0; i--) {
      if (sees(loaders.get(i), provider)) {
        return loaders.get(i);
      }
    }
    return provider.getClassLoader();
  }

  private static boolean sees(ClassLoader loader, Class<?> provider) {
    try {
      return Class.forName(provider.getName(), false, loader) == provider;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The loaders by name, for messages. */
  @Override
  public String toString() {
    return loaders.stream().map(SearchPath::nameOf).collect(Collectors.joining(", then "));
  }

  private static String nameOf(ClassLoader loader) {
    if (loader == ClassLoader.getSystemClassLoader()) {
      return "the class path";
    }
    String name = loader.getName();
    String type = loader.getClass().getName();
    return (name == null ? type : type + " \"" + name + "\"")
        + "@"
        + Integer.toHexString(System.identityHashCode(loader));
  }
}
