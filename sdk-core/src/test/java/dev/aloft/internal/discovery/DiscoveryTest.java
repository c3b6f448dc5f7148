package dev.aloft.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  /** Shared, so that each jar is compiled once. */
  @TempDir static Path directory;

  @Test
  void takesTheOnlyProvider() throws Exception {
    assertThat(open(jar("x"))).isEqualTo("x");
  }

  @Test
  void letsLocalYieldToTheOther() throws Exception {
    assertThat(open(jar("local"))).isEqualTo("local");
    assertThat(open(jar("local"), jar("x"))).isEqualTo("x");
    assertThat(open(jar("x"), jar("local"))).isEqualTo("x");
  }

  @Test
  void listsSeveralAndSaysHowToChoose() throws Exception {
    AloftException error = failure(jar("x"), jar("local"), jar("y"));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.summary()).contains("local, x, y");
    assertThat(error.nextSteps())
        .extracting(step -> step.line())
        .containsExactly(
            "Aloft.open(\"x:\")", "java -Daloft.provider=x …", "export ALOFT_PROVIDER=x");
  }

  @Test
  void takesTheOneThatIsAskedFor() throws Exception {
    try (URLClassLoader loader = Loaders.over(jar("x"), jar("y"));
        Aloft byName = Aloft.builder().classLoader(loader).provider("y").open();
        Aloft byUri = Aloft.builder().classLoader(loader).uri("x:?x-only=1").open()) {
      assertThat(byName.provider()).isEqualTo("y");
      assertThat(byUri.provider()).isEqualTo("x");
    }
  }

  @Test
  void namesTheArtifactOfAProviderThatIsMissing() throws Exception {
    try (URLClassLoader loader = Loaders.over(jar("x"))) {
      AloftException error =
          catchThrowableOfType(
              AloftException.class,
              () -> Aloft.builder().classLoader(loader).provider("aws").open());

      assertThat(error.summary())
          .contains("dev.aloft:aloft-aws")
          .contains("%maven dev.aloft:aloft-aws:")
          .contains("Found: x")
          .contains(URLClassLoader.class.getName());
    }
  }

  @Test
  void asksBackAboutASchemeThatNoArtifactHas() {
    for (Map.Entry<String, String> said :
        Map.of("locl", "\"locl\": did you mean local? Found: ", "zzzzzz", "\"zzzzzz\": add the")
            .entrySet()) {
      AloftException error =
          catchThrowableOfType(AloftException.class, () -> Aloft.open(said.getKey() + ":"));

      assertThat(error.summary())
          .contains(said.getValue())
          .contains("Asked: the class path")
          .doesNotContain("aloft-" + said.getKey(), "@");
    }
  }

  @Test
  void namesAnArtifactWhenThereIsNone() throws Exception {
    assertThat(failure().summary())
        .contains("there is no provider")
        .contains("dev.aloft:aloft-local")
        .contains("Found: none");
  }

  @Test
  void refusesTwoOfOneScheme() throws Exception {
    Path other = ProviderJar.of("x", "other.X").writeTo(directory.resolve("other.jar"));

    assertThat(failure(jar("x"), other).summary()).contains("one.X").contains("other.X");
  }

  @Test
  void asksAChosenLoaderOnly() throws Exception {
    try (URLClassLoader chosen = Loaders.over();
        URLClassLoader context = Loaders.over(jar("x"))) {
      AloftException error =
          Loaders.withContext(
              context,
              () ->
                  catchThrowableOfType(
                      AloftException.class, () -> Aloft.builder().classLoader(chosen).open()));

      assertThat(error.summary()).contains("Found: none");
    }
  }

  @Test
  void asksTheThreadsLoaderWhereItSeesMore() throws Exception {
    try (URLClassLoader context = Loaders.over(jar("x"))) {
      assertThat(Loaders.<String>withContext(context, () -> open())).isEqualTo("x");
    }
  }

  @Test
  void countsAProviderOnceThatBothLoadersSee() throws Exception {
    try (URLClassLoader own = Loaders.over(jar("x"));
        URLClassLoader context = new URLClassLoader(new URL[0], own)) {
      SearchPath path = SearchPath.of(own, context);

      assertThat(path.loaders()).containsExactly(own, context);
      assertThat(ProviderDiscovery.look(path).found()).hasSize(1);
    }
  }

  @Test
  void doesNotAskALoaderAboveItsOwn() throws Exception {
    try (URLClassLoader own = Loaders.over()) {
      assertThat(SearchPath.of(own, own).loaders()).containsExactly(own);
      assertThat(SearchPath.of(own, own.getParent()).loaders()).containsExactly(own);
      assertThat(SearchPath.of(own, null).loaders()).containsExactly(own);
    }
  }

  @Test
  void findsWhatALaterCellOfANotebookAdds() throws Exception {
    try (Loaders.Notebook notebook = new Loaders.Notebook()) {
      assertThat(notebook.open())
          .contains("%maven dev.aloft:aloft-local:")
          .contains("\"notebook\"");

      notebook.add(jar("x"));

      assertThat(notebook.open()).startsWith("x:/");
    }
  }

  @Test
  void findsItFromAPoolWhoseThreadsSeeOnlyTheApplication() throws Exception {
    try (Loaders.Notebook notebook = new Loaders.Notebook()) {
      notebook.add(jar("x"));

      String[] seen =
          ForkJoinPool.commonPool()
              .submit(
                  () ->
                      new String[] {
                        String.valueOf(Thread.currentThread().getContextClassLoader()),
                        notebook.open()
                      })
              .get();

      assertThat(seen[0]).isEqualTo(ClassLoader.getSystemClassLoader().toString());
      assertThat(seen[1]).startsWith("x:/");
    }
  }

  @Test
  void goesOnPastEveryKindOfBrokenEntry() throws Exception {
    assertThat(open(concat(broken(), jar("x")))).isEqualTo("x");
    assertThat(open(concat(new Path[] {jar("y")}, broken()))).isEqualTo("y");
  }

  @Test
  void reportsEveryBrokenEntryWhenTheChoiceFails() throws Exception {
    assertThat(failure(broken()).summary())
        .contains("gone.Gone not found")
        .contains("one.Thrower")
        .contains("out of order")
        .contains("one.Future was compiled against version 99")
        .contains("use aloft-core and the provider in the same version")
        .contains("one/Base")
        .contains("illegal.jar")
        .contains("one.Nameless");
  }

  @Test
  void reportsABrokenEntryOnceWhenTheChoiceSucceeds() throws Exception {
    Path thrower = thrower("one.Once");
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      open(thrower, jar("x"));
      open(thrower, jar("x"));
    } finally {
      System.setErr(before);
    }

    assertThat(log.toString(StandardCharsets.UTF_8)).containsOnlyOnce("one.Once");
  }

  @Test
  void reportsAProviderThatSeesAnotherCopyOfCore() throws Exception {
    URL[] urls =
        Stream.of(Loaders.core(), Loaders.urls(jar("x"))).flatMap(Stream::of).toArray(URL[]::new);
    try (Loaders.ChildFirst context = new Loaders.ChildFirst(urls, Aloft.class.getClassLoader())) {
      AloftException error =
          Loaders.withContext(
              context, () -> catchThrowableOfType(AloftException.class, DiscoveryTest::open));

      assertThat(error.summary()).contains("one.X not a subtype").contains("ChildFirst");
    }
  }

  @Test
  void takesAProviderOfAChildFirstLoaderThatSharesCore() throws Exception {
    try (Loaders.ChildFirst context =
        new Loaders.ChildFirst(Loaders.urls(jar("x")), Aloft.class.getClassLoader())) {
      assertThat(Loaders.<String>withContext(context, () -> open())).isEqualTo("x");
    }
  }

  @Test
  void givesTheProviderTheLoaderThatSeesWhatWasAddedLater() throws Exception {
    try (URLClassLoader own = Loaders.over(jar("x"));
        URLClassLoader shell = new URLClassLoader(new URL[0], own);
        URLClassLoader stranger = Loaders.over()) {
      Class<?> provider = own.loadClass("one.X");

      assertThat(SearchPath.of(own, shell).forProvider(provider)).isSameAs(shell);
      assertThat(SearchPath.of(own, stranger).forProvider(provider)).isSameAs(own);
      assertThat(SearchPath.of(stranger).forProvider(provider)).isSameAs(own);
    }
  }

  @Test
  void readsThePropertiesFileOfTheChosenLoader() throws Exception {
    Path file =
        new CompiledJar()
            .resource("aloft.properties", "provider=y\nhome=gr\u00fcn")
            .writeTo(directory.resolve("file.jar"));
    try (URLClassLoader loader = Loaders.over(jar("x"), jar("y"), file);
        Aloft aloft = Aloft.builder().classLoader(loader).open()) {
      assertThat(aloft).hasToString("y:/gr\u00fcn");
    }
  }

  private static Path[] broken() throws IOException {
    return new Path[] {
      ProviderJar.naming("gone.Gone").writeTo(directory.resolve("gone.jar")),
      thrower("one.Thrower"),
      ProviderJar.with("future", "one.Future", "99", "").writeTo(directory.resolve("future.jar")),
      new CompiledJar()
          .source("one.Half", "package one; public class Half extends Base {}")
          .source("one.Base", "package one; class Base {}")
          .without("one.Base")
          .resource("META-INF/services/dev.aloft.driver.Provider", "one.Half")
          .writeTo(directory.resolve("half.jar")),
      ProviderJar.naming("no, class").writeTo(directory.resolve("illegal.jar")),
      ProviderJar.with("nameless", "one.Nameless", "fail()", FAILING)
          .writeTo(directory.resolve("nameless.jar")),
    };
  }

  private static final String FAILING =
      "private static int fail() { throw new UnsatisfiedLinkError(); }";

  private static Path thrower(String className) throws IOException {
    String simple = className.substring(className.indexOf('.') + 1);
    String constructor =
        "public " + simple + "() { throw new IllegalStateException(\"out of order\"); }";
    return ProviderJar.with("thrower", className, "SPI", constructor)
        .writeTo(directory.resolve(simple + ".jar"));
  }

  private static Path jar(String scheme) throws IOException {
    Path jar = directory.resolve(scheme + ".jar");
    String className =
        "one." + scheme.substring(0, 1).toUpperCase(Locale.ROOT) + scheme.substring(1);
    return Files.exists(jar) ? jar : ProviderJar.of(scheme, className).writeTo(jar);
  }

  private static Path[] concat(Path[] some, Path... more) {
    return Stream.of(some, more).flatMap(Stream::of).toArray(Path[]::new);
  }

  private static String open(Path... jars) throws IOException {
    try (URLClassLoader loader = Loaders.over(jars);
        Aloft aloft = Aloft.builder().classLoader(loader).open()) {
      return aloft.provider();
    }
  }

  private static String open() {
    try (Aloft aloft = Aloft.open()) {
      return aloft.provider();
    }
  }

  private static AloftException failure(Path... jars) throws IOException {
    return catchThrowableOfType(AloftException.class, () -> open(jars));
  }
}
