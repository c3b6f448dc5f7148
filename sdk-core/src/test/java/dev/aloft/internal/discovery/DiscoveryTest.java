package dev.aloft.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  @TempDir Path directory;

  @Test
  void opensTheProviderOfAChosenLoader() throws IOException {
    Path jar = ProviderJar.of("x", "one.X").writeTo(directory.resolve("x.jar"));
    try (URLClassLoader loader = over(jar);
        Aloft aloft = Aloft.builder().classLoader(loader).provider("x").open()) {
      assertThat(aloft.provider()).isEqualTo("x");
      assertThat(aloft.scope()).isEqualTo("somewhere");
    }
  }

  private static URLClassLoader over(Path... jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = CompiledJar.url(jars[i]);
    }
    return new URLClassLoader(urls, Aloft.class.getClassLoader());
  }
}
