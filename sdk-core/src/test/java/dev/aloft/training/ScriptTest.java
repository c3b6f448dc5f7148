package dev.aloft.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
  @TempDir private Path directory;

  @Test
  void takesAlongWhatARunHasUseFor() throws IOException {
    List<String> used = List.of("a.py", "b-c/d.py", "b.py", "b/.gitignore", "b/e.txt");
    for (String file : used) {
      write(file);
    }
    for (String file :
        List.of(".git/HEAD", "b/.svn/x", ".hg/x", "b/__pycache__/e.pyc", ".venv/pyvenv.cfg")) {
      write(file);
    }
    write(".venv/lib/package.py");
    write("b/.ipynb_checkpoints/n.ipynb");

    assertThat(Script.of(directory, "a.py").files())
        .extracting(file -> directory.relativize(file).toString())
        .containsExactlyElementsOf(used);
  }

  @Test
  void mayItselfLieInWhatIsElsewhereLeftOut() throws IOException {
    write(".git/hooks/train.py");
    write("pyvenv.cfg");

    assertThat(Script.of(directory.resolve(".git"), "hooks/train.py").files()).hasSize(1);
    assertThat(Script.of(directory, "train.py").files()).hasSize(1);
  }

  private void write(String file) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, file);
  }
}
