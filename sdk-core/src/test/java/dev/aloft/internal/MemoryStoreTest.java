package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.StoreProvider;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.services.VirtualTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
  private final VirtualTiming timing = new VirtualTiming();
  private final ObjectStore store = new MemoryStore(timing);

  @Test
  void keepsBytesTimeAndMetadata() throws IOException {
    Stored stored = store.put("a/b", Source.of("hello"), true, Map.of("k", "v"));

    assertThat(stored.modified()).isEqualTo(timing.now());
    assertThat(store.head("a/b")).contains(stored);
    assertThat(stored.size()).isEqualTo(5);
    assertThat(stored.metadata()).containsEntry("k", "v");
    assertThat(read("a/b", 0, -1)).isEqualTo("hello");
    assertThat(read("a/b", 1, 3)).isEqualTo("ell");
    assertThat(read("a/b", 4, 100)).isEqualTo("o");
    assertThat(read("a/b", 9, -1)).isEmpty();
  }

  @Test
  void refusesToOverwriteWhenTold() throws IOException {
    store.put("a", Source.of("first"), true, Map.of());

    assertThatThrownBy(() -> store.put("a", Source.of("second"), true, Map.of()))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    assertThat(read("a", 0, -1)).isEqualTo("first");
    timing.advance(Duration.ofSeconds(1));
    assertThat(store.put("a", Source.of("third"), false, Map.of()).modified())
        .isEqualTo(timing.now());
    assertThat(read("a", 0, -1)).isEqualTo("third");
  }

  @Test
  void missesWhatIsNotThere() {
    assertThat(store.head("a")).isEmpty();
    store.delete("a");
    assertThatThrownBy(() -> store.get("a", 0, -1))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void listsInOrderAndInPages() {
    for (int i = 0; i < 2500; i++) {
      store.put(String.format("p/%05d", i), Source.of("x"), true, Map.of());
    }
    store.put("q", Source.of("x"), true, Map.of());

    List<String> keys = new ArrayList<>();
    int pages = 0;
    String cursor = null;
    do {
      Page<Stored> page = store.list("p/", cursor);
      page.items().forEach(stored -> keys.add(stored.key()));
      cursor = page.cursor();
      pages++;
    } while (cursor != null);

    assertThat(keys).hasSize(2500).isSorted().doesNotHaveDuplicates();
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void copies() throws IOException {
    store.put("a", Source.of("hello"), true, Map.of("k", "v"));

    assertThat(store.copy("a", "b").metadata()).containsEntry("k", "v");
    assertThat(read("b", 0, -1)).isEqualTo("hello");
  }

  @Test
  void isFoundByItsScheme() {
    assertThat(ServiceLoader.load(StoreProvider.class))
        .anySatisfy(provider -> assertThat(provider.scheme()).isEqualTo("mem"));
  }

  private String read(String key, long offset, long length) throws IOException {
    return new String(store.get(key, offset, length).readAllBytes(), StandardCharsets.UTF_8);
  }
}
