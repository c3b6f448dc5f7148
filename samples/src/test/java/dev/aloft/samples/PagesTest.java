package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every block of code on a page names the region of a test, and has its text. */
class PagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- (\\S+\\.(?:java|py))#(\\S+) -->\\n)?```(?:java|python)\\n(.*?)```",
          Pattern.DOTALL);

  @Test
  void everyBlockIsARegionOfATest() throws IOException {
    List<Path> pages = pages();
    assertThat(pages).as("pages").hasSizeGreaterThan(3);
    int blocks = 0;
    for (Path page : pages) {
      Matcher matcher = BLOCK.matcher(Files.readString(page));
      for (MatchResult block : matcher.results().toList()) {
        blocks++;
        assertThat(block.group(1)).as("%s: the block\n%s", page, block.group(3)).isNotNull();
        assertThat(block.group(3))
            .as("%s: %s#%s", page, block.group(1), block.group(2))
            .isEqualTo(region(block.group(1), block.group(2)));
      }
    }
    assertThat(blocks).isGreaterThan(8);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages =
        new ArrayList<>(
            List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("sdk-fake-aws/README.md"),
                ROOT.resolve("sdk-fake-gcp/README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  private static String region(String file, String name) throws IOException {
    List<String> lines = Files.readAllLines(source(file));
    int from = indexOf(lines, "region " + name);
    int to = indexOf(lines, "endregion " + name);
    assertThat(from).as("%s has the region %s", file, name).isBetween(0, to);
    return String.join("\n", lines.subList(from + 1, to)).stripTrailing().stripIndent() + "\n";
  }

  private static int indexOf(List<String> lines, String marker) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().matches("(//|#) " + Pattern.quote(marker))) {
        return i;
      }
    }
    return -1;
  }

  private static Path source(String file) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(path -> path.endsWith(file) && !path.toString().contains("target"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("there is no " + file));
    }
  }
}
