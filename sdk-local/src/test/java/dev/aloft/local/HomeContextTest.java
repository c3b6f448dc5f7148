package dev.aloft.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The home's setting is blamed for the home alone. */
class HomeContextTest {
  @TempDir Path folder;

  @Test
  void blamesTheSettingWhereTheHomeCannotBeMadeOrWritten() {
    Path home = folder.resolve("a/b");

    for (Path refused : new Path[] {folder.resolve("a"), home, home.resolve("store")}) {
      AloftException error = refusal(home, refused);
      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(error.problems().get(0).field()).isEqualTo("home");
      assertThat(error.problems().get(0).fix()).endsWith(refused + " may not be written");
    }
  }

  @Test
  void leavesWhatIsSaidOfOtherFilesAlone() {
    Path home = folder.resolve("home");

    for (Path refused :
        new Path[] {
          folder.resolve("data.csv"), folder.resolve("else/data.csv"), home.resolve("runs/x/log")
        }) {
      AloftException error = refusal(home, refused);
      assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(error.problems()).isEmpty();
    }
  }

  private static AloftException refusal(Path home, Path refused) {
    DirectContext inner = new DirectContext(Map.of());
    HomeContext context = new HomeContext(inner, new LocalHome(home));
    return catchThrowableOfType(
        AloftException.class,
        () ->
            context.send(
                context.call("GetObject", "x").build(),
                () -> {
                  throw LocalErrors.translate(
                      "read", "x", new AccessDeniedException(refused.toString()));
                }));
  }
}
