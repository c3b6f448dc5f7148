package dev.aloft.internal.discovery;

import dev.aloft.Aloft;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Class loaders as programs, servers and notebooks have them. */
final class Loaders {
  private Loaders() {}

  /** Jars beside the core that this test runs with. */
  static URLClassLoader over(Path... jars) throws IOException {
    return new URLClassLoader(urls(jars), Aloft.class.getClassLoader());
  }

  /** Runs with a context loader. */
  static <T> T withContext(ClassLoader context, Callable<T> body) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return body.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static URL[] urls(Path... jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  /** Everything that core needs, as this test was started with. */
  static URL[] core() throws IOException {
    return urls(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> !path.endsWith("test-classes"))
            .toArray(Path[]::new));
  }

  /** A notebook kernel's loader: core came by a magic, and jars are added by later cells. */
  static final class Notebook extends URLClassLoader {
    Notebook() throws IOException {
      super("notebook", core(), ClassLoader.getPlatformClassLoader());
    }

    void add(Path jar) throws IOException {
      addURL(jar.toUri().toURL());
    }

    /** What {@code Aloft.open()} gives in there, or its message. */
    String open() throws ReflectiveOperationException {
      try {
        return String.valueOf(loadClass(Aloft.class.getName()).getMethod("open").invoke(null));
      } catch (java.lang.reflect.InvocationTargetException e) {
        return String.valueOf(e.getCause().getMessage());
      }
    }
  }

  /** A web application's loader: what it has itself comes before what its parent has. */
  static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? find(name, resolve) : known;
      }
    }

    private Class<?> find(String name, boolean resolve) throws ClassNotFoundException {
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, resolve);
      }
    }
  }
}
