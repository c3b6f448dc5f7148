package dev.aloft.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.Data;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRewritingTest {
  @TempDir Path directory = Path.of("");

  @Test
  void putsTheLabelFirstAndLeavesMissingValuesEmpty() throws IOException {
    Data data = csv("a;name;y\n1.5;x;0\nNA;z;1\n-3e2;q;1\n").separator(';').ignore("name");
    assertThat(rewritten(data.label("y"), null)).isEqualTo("0,1.5\n1,\n1,-300\n");
    assertThat(CsvRewriting.features("train", data.label("y"))).containsExactly("a");
  }

  @Test
  void readsTheFilesOfADirectoryAsOne() throws IOException {
    Files.writeString(directory.resolve("b.csv"), "y,a\n2,20\n");
    Files.writeString(directory.resolve("a.csv"), "y,a\n1,10\n");
    assertThat(rewritten(Data.csv(directory).label("y"), null)).isEqualTo("1,10\n2,20\n");
  }

  @Test
  void refusesWhatCannotBeLearned() throws IOException {
    assertThatThrownBy(() -> rewritten(csv("a,y\nx,1\n").label("y"), null))
        .hasMessageContaining("\"x\"")
        .hasMessageContaining("column a");
    assertThatThrownBy(() -> rewritten(csv("a,y\n1,NA\n").label("y"), null))
        .hasMessageContaining("label is missing");
    assertThatThrownBy(() -> rewritten(csv("a,y\n1,2\n").label("y"), List.of("b")))
        .hasMessageContaining("[b]");
    assertThatThrownBy(() -> rewritten(csv("a,y\n").label("y"), null))
        .hasMessageContaining("no rows");
  }

  private Data csv(String text) throws IOException {
    return Data.csv(Files.writeString(directory.resolve("data.csv"), text));
  }

  private static String rewritten(Data data, @Nullable List<String> wanted) throws IOException {
    try (CsvRewriting in = new CsvRewriting("train", data, wanted)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
