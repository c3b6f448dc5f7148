package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerClassPathTest {
  @TempDir Path directory;

  @Test
  void holdsWhatThisProcessHas() {
    List<Path> entries = new WorkerClassPath(directory, getClass().getClassLoader()).entries();

    assertThat(entries).anyMatch(entry -> entry.toString().contains("xgboost4j"));
    assertThat(entries).anyMatch(entry -> entry.endsWith("sdk-local/target/classes"));
  }

  @Test
  void holdsWhatALoaderWasGivenLater() throws Exception {
    Path later = Files.createDirectory(directory.resolve("added later"));
    try (URLClassLoader shell =
        new URLClassLoader(new URL[] {later.toUri().toURL()}, getClass().getClassLoader())) {
      assertThat(new WorkerClassPath(directory, shell).entries()).contains(later);
    }
  }

  @Test
  void takesJarsAndClassesOutOfAJarOfJars() throws Exception {
    Path app = directory.resolve("an app+.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(app))) {
      put(jar, "BOOT-INF/classes/", new byte[0]);
      put(jar, "BOOT-INF/classes/a/B.class", "class".getBytes(StandardCharsets.UTF_8));
      put(jar, "BOOT-INF/classes/application.txt", "text".getBytes(StandardCharsets.UTF_8));
      put(jar, "BOOT-INF/lib/x-1.jar", inner());
    }
    String file = app.toUri().toString();
    String path = file.substring("file:".length());
    NestedJars jars = new NestedJars(directory.resolve("classes"));

    for (String url :
        List.of("jar:" + file + "!/BOOT-INF/lib/x-1.jar!/", nested(path, "BOOT-INF/lib/x-1.jar"))) {
      Path taken = jars.take(url(url)).orElseThrow();
      try (JarFile opened = new JarFile(taken.toFile())) {
        assertThat(opened.getEntry("inside.txt")).isNotNull();
      }
      assertThat(jars.take(url(url))).contains(taken);
    }
    for (String url :
        List.of("jar:" + file + "!/BOOT-INF/classes!/", nested(path, "BOOT-INF/classes/"))) {
      Path taken = jars.take(url(url)).orElseThrow();
      assertThat(taken.resolve("a/B.class")).hasContent("class");
      assertThat(taken.resolve("application.txt")).hasContent("text");
    }
    assertThat(jars.take(url(file))).isEmpty();
    assertThat(jars.take(url("jar:" + file + "!/../../evil!/"))).isEmpty();
  }

  private static String nested(String path, String entry) {
    return "jar:nested:" + path + "/!" + entry + "!/";
  }

  private static byte[] inner() throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      put(jar, "inside.txt", "x".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    ((OutputStream) jar).write(bytes);
    jar.closeEntry();
  }

  /** A URL of any kind, as loaders with handlers of their own have them. */
  private static URL url(String text) throws IOException {
    return new URL(
        null,
        text,
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) throws IOException {
            throw new IOException("never opened");
          }
        });
  }
}
