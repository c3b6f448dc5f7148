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

  private SearchPath(List<ClassLoader> loaders) {
    this.loaders = List.copyOf(loaders);
  }

  /** The path for a choice, seen from the calling thread. */
  public static SearchPath of(@Nullable ClassLoader chosen) {
    return chosen == null
        ? of(Aloft.class.getClassLoader(), Thread.currentThread().getContextClassLoader())
        : new SearchPath(List.of(chosen));
  }

  static SearchPath of(ClassLoader own, @Nullable ClassLoader context) {
    List<ClassLoader> asked = new ArrayList<>();
    asked.add(own);
    if (context != null && !isSameOrAncestor(context, own)) {
      asked.add(context);
    }
    return new SearchPath(asked);
  }

  private static boolean isSameOrAncestor(ClassLoader candidate, ClassLoader of) {
    for (ClassLoader at = of; at != null; at = at.getParent()) {
      if (at == candidate) {
        return true;
      }
    }
    return false;
  }

  /** This path, then a loader that is not on it yet. */
  public SearchPath and(ClassLoader loader) {
    if (loaders.contains(loader)) {
      return this;
    }
    List<ClassLoader> more = new ArrayList<>(loaders);
    more.add(loader);
    return new SearchPath(more);
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
    String name = loader.getName();
    String type = loader.getClass().getName();
    return (name == null ? type : type + " \"" + name + "\"")
        + "@"
        + Integer.toHexString(System.identityHashCode(loader));
  }
}
