package dev.aloft.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class HttpWarmUpTest {
  private static final String LOOPS = "io.netty.channel.MultiThreadIoEventLoopGroup";

  @Test
  void leavesItToTheServerToSayThatClassesAreMissing() throws Exception {
    Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> uncaught.add(error));
    WithoutLoops loader = new WithoutLoops();
    try {
      loader.loadClass(HttpWarmUp.class.getName()).getMethod("start").invoke(null);
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("aloft-http-warm-up")) {
          thread.join();
        }
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(loader.missed).isNotEmpty();
    assertThat(uncaught).isEmpty();
  }

  /** Has this package's classes anew and finds no event loops. */
  private static final class WithoutLoops extends ClassLoader {
    final Queue<String> missed = new ConcurrentLinkedQueue<>();

    WithoutLoops() {
      super(HttpWarmUp.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(LOOPS)) {
        missed.add(name);
        throw new ClassNotFoundException(name);
      }
      return name.startsWith(HttpWarmUp.class.getPackageName() + ".")
          ? own(name)
          : super.loadClass(name, resolve);
    }

    private synchronized Class<?> own(String name) throws ClassNotFoundException {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
