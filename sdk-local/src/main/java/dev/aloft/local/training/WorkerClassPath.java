package dev.aloft.local.training;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalErrors;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The class path for a worker, gathered from the class loaders that this process has: the one of
 * the Java virtual machine, those of build tools and shells, and jars of jars. Proven to hold what
 * the worker needs before it is used. Thread-safe; what was found is kept.
 */
public final class WorkerClassPath {
  private static final List<String> NEEDED =
      List.of(
          "dev.aloft.local.worker.WorkerMain",
          "dev.aloft.Aloft",
          "org.slf4j.Logger",
          "tools.jackson.databind.ObjectMapper",
          "tools.jackson.core.JsonParser",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "ml.dmlc.xgboost4j.java.XGBoost",
          "org.apache.commons.logging.LogFactory",
          "com.esotericsoftware.kryo.KryoSerializable");

  private final NestedJars nested;
  private final ClassLoader chosen;
  private final List<String> needed;
  private @Nullable List<Path> found;

  /**
   * A class path that is searched for when it is needed.
   *
   * @param classes where jars of jars are taken apart
   * @param chosen the loader that the client was opened with
   */
  WorkerClassPath(Path classes, ClassLoader chosen) {
    this(classes, chosen, NEEDED);
  }

  /**
   * A class path for another process than a worker.
   *
   * @param classes where jars of jars are taken apart
   * @param chosen the loader that the client was opened with
   * @param needed the names of classes that it must hold
   */
  public WorkerClassPath(Path classes, ClassLoader chosen, List<String> needed) {
    this.nested = new NestedJars(classes);
    this.chosen = chosen;
    this.needed = List.copyOf(needed);
  }

  /**
   * Files and directories in their order.
   *
   * @throws AloftException UNSUPPORTED saying what cannot be found and what to do
   */
  public synchronized List<Path> entries() {
    if (found == null) {
      try {
        found = search();
      } catch (IOException e) {
        throw LocalErrors.translate("gather", "the class path of the worker", e);
      }
    }
    return found;
  }

  private List<Path> search() throws IOException {
    Set<Path> entries = new LinkedHashSet<>();
    for (ClassLoader start : loaders()) {
      for (ClassLoader loader = start; loader != null; loader = loader.getParent()) {
        if (loader instanceof URLClassLoader urls) {
          for (URL url : urls.getURLs()) {
            add(url, entries);
          }
        }
      }
    }
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        entries.add(Path.of(entry).toAbsolutePath());
      }
    }
    List<String> missing = missing(entries);
    for (String name : missing) {
      codeSource(name).ifPresent(url -> add(url, entries));
    }
    missing = missing(entries);
    if (!missing.isEmpty()) {
      throw notFound(missing);
    }
    return List.copyOf(entries);
  }

  private Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(chosen);
    for (Class<?> type : List.of(WorkerClassPath.class, Aloft.class)) {
      loaders.add(type.getClassLoader());
    }
    ClassLoader threads = Thread.currentThread().getContextClassLoader();
    if (threads != null) {
      loaders.add(threads);
    }
    return loaders;
  }

  private void add(URL url, Set<Path> entries) {
    try {
      Optional<Path> taken = nested.take(url);
      if (taken.isPresent()) {
        entries.add(taken.get());
      } else if (url.getProtocol().equals("file")) {
        entries.add(Path.of(url.toURI()).toAbsolutePath());
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return; // no file: what it would have held is missed by name below
    } catch (IOException e) {
      throw LocalErrors.translate("take the worker's classes out of", url.toString(), e);
    }
  }

  private List<String> missing(Set<Path> entries) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : entries) {
      if (Files.exists(entry)) {
        urls.add(url(entry));
      }
    }
    List<String> missing = new ArrayList<>();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      for (String name : needed) {
        if (loader.getResource(name.replace('.', '/') + ".class") == null) {
          missing.add(name);
        }
      }
    }
    return missing;
  }

  private static URL url(Path entry) throws MalformedURLException {
    URI uri = entry.toUri();
    return uri.toURL();
  }

  private Optional<URL> codeSource(String name) {
    return loaders().stream()
        .map(loader -> codeSource(name, loader))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<URL> codeSource(String name, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      CodeSource source = type.getProtectionDomain().getCodeSource();
      return Optional.ofNullable(source).map(CodeSource::getLocation);
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty(); // another loader may see it
    }
  }

  private static AloftException notFound(List<String> missing) {
    return AloftException.of(
            ErrorCode.UNSUPPORTED,
            "this needs a Java process of its own, and these classes are in no file or"
                + " jar that it could read: "
                + String.join(", ", missing)
                + ". Start the program with plain jars (java -cp), or from a jar that holds the"
                + " classes or jars themselves; in a shell, add the jars of dev.aloft:aloft-local"
                + " and all that it depends on")
        .build();
  }
}
