package dev.aloft.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.DirectContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest {
  @TempDir Path directory;

  private final DirectContext context = new DirectContext(Map.of());
  private Path root;
  private FileStore store;

  @BeforeEach
  void open() {
    root = directory.resolve("a store");
    store = new FileStore(root, context);
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    Stored put = store.put("a/b c/ü.txt", Source.of("grüße"), true, Map.of("who", "me"));

    assertThat(text("a/b c/ü.txt", 0, -1)).isEqualTo("grüße");
    assertThat(store.head("a/b c/ü.txt")).contains(put);
    assertThat(put.size()).isEqualTo(7);
    assertThat(put.metadata()).isEqualTo(Map.of("who", "me"));
    assertThat(Files.readString(root.resolve("a/b c/ü.txt"))).isEqualTo("grüße");
  }

  @Test
  void touchesNothingBeforeTheFirstPut() {
    assertThat(store.head("a")).isEmpty();
    assertThat(store.list("", null).items()).isEmpty();
    store.delete("a");
    assertThat(root).doesNotExist();
  }

  @Test
  void readsRanges() throws IOException {
    put("k", "0123456789");

    assertThat(text("k", 3, 4)).isEqualTo("3456");
    assertThat(text("k", 8, 100)).isEqualTo("89");
    assertThat(text("k", 7, -1)).isEqualTo("789");
    assertThat(text("k", 100, 5)).isEmpty();
    assertThat(text("k", 2, 0)).isEmpty();
    try (InputStream in = store.get("k", 3, 4)) {
      assertThat(in.read()).isEqualTo('3');
      assertThat(in.skip(100)).isEqualTo(3);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void createsOnce() throws IOException {
    store.put("k", Source.of("first"), true, Map.of("n", "1"));

    assertThatThrownBy(() -> store.put("k", Source.of("second"), true, Map.of("n", "2")))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));

    assertThat(text("k", 0, -1)).isEqualTo("first");
    assertThat(store.head("k").orElseThrow().metadata()).isEqualTo(Map.of("n", "1"));
    assertThat(ownFiles()).hasSize(1);
  }

  @Test
  void replacesBytesAndMetadataTogether() throws IOException {
    store.put("k", Source.of("first"), false, Map.of("n", "1"));
    store.put("k", Source.of("other"), false, Map.of("n", "2"));
    assertThat(store.head("k").orElseThrow().metadata()).isEqualTo(Map.of("n", "2"));

    store.put("k", Source.of("third"), false, Map.of());
    assertThat(store.head("k").orElseThrow().metadata()).isEmpty();
    assertThat(text("k", 0, -1)).isEqualTo("third");
    assertThat(ownFiles()).isEmpty();
  }

  @Test
  void keepsMetadataApartWhenTwoObjectsOfOneKeyLookAlike() throws IOException {
    Path file = Files.writeString(directory.resolve("one"), "12345");
    Path other = Files.writeString(directory.resolve("two"), "67890");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000));
    Metadata metadata = new Metadata(directory.resolve("metadata"));

    metadata.write("k", file, Map.of("n", "1"));
    metadata.write("k", other, Map.of("n", "2"));

    assertThat(Files.getLastModifiedTime(other)).isNotEqualTo(Files.getLastModifiedTime(file));
  }

  @Test
  void doesNotLetObjectsBeWritten() throws IOException {
    put("k", "fixed");

    assertThat(Files.getPosixFilePermissions(root.resolve("k")))
        .doesNotContain(PosixFilePermission.OWNER_WRITE)
        .contains(PosixFilePermission.OWNER_READ);
  }

  @Test
  void deletesAndLeavesNoEmptyDirectories() throws IOException {
    store.put("a/b/c", Source.of("x"), false, Map.of("n", "1"));
    put("a/d", "y");

    store.delete("a/b/c");
    assertThat(root.resolve("a/b")).doesNotExist();
    assertThat(store.head("a/d")).isPresent();

    store.delete("a/d");
    store.delete("a/d");
    assertThat(root.resolve("a")).doesNotExist();
    assertThat(ownFiles()).isEmpty();
  }

  @Test
  void listsInOrderOfKeysAndInPages() throws IOException {
    TreeSet<String> keys = new TreeSet<>();
    for (int i = 0; i < 1203; i++) {
      keys.add("p/" + (i % 7) + "/" + i + (i % 2 == 0 ? "-x" : "/x"));
    }
    keys.add("p-before");
    keys.add("p0-after");
    for (String key : keys) {
      Files.createDirectories(root.resolve(key).getParent());
      Files.createFile(root.resolve(key));
    }

    assertThat(pages("")).containsExactlyElementsOf(keys);
    assertThat(pages("p/3/1"))
        .containsExactlyElementsOf(keys.stream().filter(key -> key.startsWith("p/3/1")).toList());
    assertThat(pages("p/")).hasSize(1203);
    assertThat(pages("nothing/")).isEmpty();
    assertThat(pages("../")).isEmpty();
  }

  @Test
  void goesOnAfterAKeyThatIsGone() {
    for (String key : List.of("a/1", "a/2", "b/1")) {
      put(key, "");
    }
    store.delete("a/2");

    assertThat(store.list("", "a/2").items()).extracting(Stored::key).containsExactly("b/1");
  }

  @Test
  void copies() throws IOException {
    store.put("from", Source.of("x"), false, Map.of("n", "1"));
    store.copy("from", "to/there");

    assertThat(text("to/there", 0, -1)).isEqualTo("x");
    assertThat(store.head("to/there").orElseThrow().metadata()).isEqualTo(Map.of("n", "1"));
    assertThat(codeOf(() -> store.copy("missing", "to"))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(codeOf(() -> store.get("missing", 0, -1))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "..",
        "../x",
        "a/../b",
        "./a",
        "a/.",
        "a\nb",
        "\0",
        ".aloft/x"
      })
  void refusesWhatIsNoKey(String key) {
    put("k", "x");

    assertThat(codeOf(() -> put(key, "evil"))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(codeOf(() -> store.get(key, 0, -1))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(codeOf(() -> store.delete(key))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(pages("")).containsExactly("k");
  }

  @Test
  void doesNotFollowLinksOut() throws IOException {
    put("k", "x");
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("out"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));

    assertThat(codeOf(() -> store.get("out/secret", 0, -1))).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(codeOf(() -> put("out/new", "x"))).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(codeOf(() -> store.get("file", 0, -1))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(store.head("file")).isEmpty();
    assertThat(pages("")).containsExactly("k");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void mayItselfLieBehindALink() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    FileStore linked = new FileStore(link, context);

    linked.put("a/b", Source.of("x"), true, Map.of());

    assertThat(linked.head("a/b")).isPresent();
    assertThat(real.resolve("a/b")).exists();
  }

  @Test
  void refusesAKeyBelowAnother() {
    put("a", "x");
    assertThat(codeOf(() -> put("a/b", "y"))).isEqualTo(ErrorCode.INVALID_REQUEST);

    put("c/d", "x");
    assertThat(codeOf(() -> put("c", "y"))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(store.head("c")).isEmpty();
  }

  @Test
  void leavesTheOldObjectWhenTheSourceBreaks() throws IOException {
    put("k", "old");

    assertThatThrownBy(() -> store.put("k", new Breaking(), false, Map.of()))
        .isInstanceOf(AloftException.class);
    assertThat(codeOf(() -> store.put("k", new TooShort(), false, Map.of())))
        .isEqualTo(ErrorCode.DATA_CORRUPTED);

    assertThat(text("k", 0, -1)).isEqualTo("old");
    assertThat(ownFiles()).isEmpty();
  }

  @Test
  void neitherShowsNorKeepsWhatAStoppedProcessLeft() throws IOException {
    put("k", "x");
    Path old = Files.writeString(root.resolve(".aloft/temporary/.new-old"), "half");
    Path fresh = Files.writeString(root.resolve(".aloft/temporary/.new-fresh"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    FileStore reopened = new FileStore(root, context);
    reopened.put("l", Source.of("y"), true, Map.of());

    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(pages("")).containsExactly("k", "l");
  }

  @Test
  void stampsWithOneClock() {
    Instant before = store.time();
    Stored put = store.put("k", Source.of("x"), true, Map.of());
    Instant after = store.time();

    assertThat(put.modified()).isBetween(before, after);
    assertThat(store.head("k").orElseThrow().modified()).isEqualTo(put.modified());
    assertThat(store.list("", null).items())
        .extracting(Stored::modified)
        .containsExactly(put.modified());
  }

  @Test
  void namesItsObjectsByUri() {
    String uri = store.uri("a/b c");

    assertThat(Path.of(java.net.URI.create(uri))).isEqualTo(root.resolve("a/b c"));
    put("a/b c/d", "x");
    assertThat(store.uri("a/b c")).isEqualTo(uri);
    assertThat(context.store(uri).head("d")).isPresent();
    assertThat(codeOf(() -> context.store("file:no%path"))).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void sendsEverythingThroughTheContext() {
    put("k", "x");
    store.head("k");
    store.get("k", 0, -1);
    store.list("", null);
    store.copy("k", "l");
    store.delete("k");
    store.time();

    assertThat(context.calls())
        .extracting(call -> call.operation())
        .containsExactly(
            "PutObject",
            "HeadObject",
            "GetObject",
            "ListObjects",
            "CopyObject",
            "DeleteObject",
            "GetTime");
  }

  private void put(String key, String text) {
    store.put(key, Source.of(text), false, Map.of());
  }

  private String text(String key, long offset, long length) throws IOException {
    try (InputStream in = store.get(key, offset, length)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> pages(String prefix) {
    List<String> keys = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Stored> page = store.list(prefix, cursor);
      page.items().forEach(item -> keys.add(item.key()));
      cursor = page.cursor();
    } while (cursor != null);
    return keys;
  }

  private List<Path> ownFiles() throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(".aloft"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static ErrorCode codeOf(Runnable request) {
    try {
      request.run();
    } catch (AloftException e) {
      return e.code();
    }
    throw new AssertionError("no error");
  }

  private static final class Breaking implements Source {
    @Override
    public long length() {
      return 10;
    }

    @Override
    public InputStream open() {
      return new SequenceInputStream(
          new ByteArrayInputStream(new byte[5]), InputStream.nullInputStream()) {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          throw new IOException("broken pipe");
        }
      };
    }
  }

  private static final class TooShort implements Source {
    @Override
    public long length() {
      return 10;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(new byte[3]);
    }
  }
}
