package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedObjectsTest {
  private final SharedObjects shared = new SharedObjects();
  private final List<String> closed = new ArrayList<>();

  private final class First implements AutoCloseable {
    @Override
    public void close() {
      closed.add("first");
      throw new IllegalStateException("cannot close");
    }
  }

  private final class Second implements AutoCloseable {
    @Override
    public void close() {
      closed.add("second");
    }
  }

  @Test
  void makesOneOfAType() {
    First one = shared.get(First.class, First::new);

    assertThat(shared.get(First.class, First::new)).isSameAs(one);
    assertThat(shared.get(String.class, () -> "text")).isEqualTo("text");
  }

  @Test
  void closesTheNewestFirstWhateverOneSays() {
    shared.get(Second.class, Second::new);
    shared.get(String.class, () -> "text");
    shared.get(First.class, First::new);

    shared.close();

    assertThat(closed).containsExactly("first", "second");
  }

  @Test
  void makesNothingAfterItsEnd() {
    shared.close();

    AloftException error =
        catchThrowableOfType(
            AloftException.class, () -> shared.get(First.class, () -> new First()));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(closed).isEmpty();
  }
}
