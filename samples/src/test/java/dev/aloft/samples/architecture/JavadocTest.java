package dev.aloft.samples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Javadoc's own tools do not look at on Java 17. */
class JavadocTest {
  private static final Pattern SNIPPET = Pattern.compile("\\{@snippet\\s+([^:}]*)}");
  private static final Pattern FILE = Pattern.compile("file\\s*=\\s*\"([^\"]+)\"");
  private static final Pattern REGION = Pattern.compile("region\\s*=\\s*\"([^\"]+)\"");

  private static final List<String> PUBLISHED =
      List.of(
          "sdk-aws",
          "sdk-cloud",
          "sdk-core",
          "sdk-fake",
          "sdk-fake-aws",
          "sdk-fake-gcp",
          "sdk-gcp",
          "sdk-http",
          "sdk-local",
          "sdk-testkit");

  @Test
  void everySnippetIsARegionOfATest() {
    List<String> broken =
        ReactorModule.compiled().stream().flatMap(JavadocTest::brokenSnippets).toList();

    assertThat(broken).as("snippets without their region").isEmpty();
  }

  @Test
  void everythingPublicIsDocumented() {
    List<Path> api =
        PUBLISHED.stream()
            .map(ReactorModule::named)
            .flatMap(module -> ReactorModule.filesIn(module.sources(), ".java").stream())
            .filter(file -> !file.toString().contains("/internal/"))
            .toList();

    assertThat(Undocumented.in(api)).as("public, but without a comment").isEmpty();
  }

  private static Stream<String> brokenSnippets(ReactorModule module) {
    return ReactorModule.filesIn(module.sources(), ".java").stream()
        .flatMap(
            file ->
                SNIPPET
                    .matcher(ReactorModule.read(file))
                    .results()
                    .filter(snippet -> !isRegion(module, snippet))
                    .map(snippet -> file.getFileName() + ": " + snippet.group()));
  }

  private static boolean isRegion(ReactorModule module, MatchResult snippet) {
    Path file = module.testSources().resolve(attribute(FILE, snippet));
    return file.toFile().exists()
        && ReactorModule.read(file)
            .contains("@start region=\"" + attribute(REGION, snippet) + "\"");
  }

  private static String attribute(Pattern pattern, MatchResult snippet) {
    return pattern
        .matcher(snippet.group(1))
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElse("(missing)");
  }
}
