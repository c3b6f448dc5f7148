package dev.aloft.internal.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.driver.Upload;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.MemoryStore;
import dev.aloft.internal.layers.HandTiming;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local files and remote objects on their way into the staging store. */
class StagerTest {
  private static final int LARGE = (1 << 20) + 17;

  @TempDir Path directory;

  private final HandTiming timing = new HandTiming();
  private final CountingStore store = new CountingStore(timing);
  private final MemoryStore bucket = new MemoryStore(timing);
  private Stager stager = stager(Runnable::run);

  private Stager stager(Executor pool) {
    return new Stager(() -> store, uri -> bucket, 100, pool, timing);
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.write(file, bytes);
  }

  private String stage(Path path) {
    return stager.stage(List.of(Upload.of("input.train", path, ""))).get("input.train");
  }

  private AloftException failure(Path path) {
    return catchThrowableOfType(AloftException.class, () -> stage(path));
  }

  private static byte[] large(int seed) {
    byte[] bytes = new byte[LARGE];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void putsAFileUnderItsHashOnce() throws IOException {
    Path file = file("train.csv", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    String uri = stage(file);

    assertThat(uri)
        .isEqualTo(
            "mem:aloft/staged/"
                + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824/train.csv");
    assertThat(stage(file)).isEqualTo(uri);
    assertThat(store.sent).containsExactly("train.csv");
  }

  @Test
  void sendsWhatIsMadeAsItIsReadOnceAndUnderItsHash() throws IOException {
    byte[] rewritten = large(5);
    List<Integer> opened = new ArrayList<>();
    Upload upload =
        Upload.streamed(
            "input.train",
            () -> {
              opened.add(opened.size());
              return new ByteArrayInputStream(rewritten);
            },
            ".csv");

    String uri = stager.stage(List.of(upload)).get("input.train");
    int reads = opened.size();
    String again = stager.stage(List.of(upload)).get("input.train");

    assertThat(uri).isEqualTo(stage(file("train.csv", rewritten)));
    assertThat(again).isEqualTo(uri);
    assertThat(store.sent).containsExactly("train.csv");
    assertThat(reads).as("once for the hash and once to send it").isEqualTo(2);
    assertThat(store.get(uri.substring("mem:".length()), 0, -1).readAllBytes())
        .isEqualTo(rewritten);
  }

  @Test
  void whatCannotBeMadeIsNotSent() {
    Upload upload =
        Upload.streamed(
            "input.train",
            () -> {
              throw new IOException("line 7 is no number");
            },
            ".csv");

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> stager.stage(List.of(upload)));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.getMessage()).contains("line 7 is no number");
    assertThat(store.sent).isEmpty();
  }

  @Test
  void keepsTheTreeOfADirectory() throws IOException {
    file("data/a.csv", new byte[] {1});
    file("data/deep/b c.csv", new byte[] {2});

    String uri = stage(directory.resolve("data"));

    String prefix = uri.substring("mem:".length());
    assertThat(store.list(prefix + "/", null).items())
        .extracting(Stored::key)
        .containsExactly(prefix + "/a.csv", prefix + "/deep/b c.csv");
    file("data/a.csv", new byte[] {3});
    assertThat(stage(directory.resolve("data"))).isNotEqualTo(uri);
  }

  @Test
  void sendsLargeFilesOfAChangedTreeNotAgain() throws IOException {
    file("data/big.csv", large(1));
    file("data/small.csv", new byte[] {1});
    stage(directory.resolve("data"));
    file("data/small.csv", new byte[] {2});
    store.sent.clear();

    String uri = stage(directory.resolve("data"));

    assertThat(store.sent).containsExactly("small.csv");
    String key = uri.substring("mem:".length()) + "/big.csv";
    assertThat(store.head(key).orElseThrow().size()).isEqualTo(LARGE);
  }

  @Test
  void sendsALargeFileUnderAnotherNameNotAgain() throws IOException {
    stage(file("one.csv", large(1)));
    store.sent.clear();

    String uri = stage(file("two.csv", large(1)));

    assertThat(uri).endsWith("/two.csv");
    assertThat(store.sent).isEmpty();
    assertThat(store.head(uri.substring("mem:".length()))).isPresent();
  }

  @Test
  void takesBytesMadeInMemory() {
    Upload upload = Upload.of("code", () -> new byte[] {1, 2, 3}, ".tar.gz");

    String uri = stager.stage(List.of(upload)).get("code");

    assertThat(uri).matches("mem:aloft/staged/[0-9a-f]{64}/code\\.tar\\.gz");
  }

  @Test
  void goesOnWithWhatIsMissing() throws IOException {
    for (int i = 0; i < 5; i++) {
      file("data/" + i, new byte[] {(byte) i});
    }
    store.failAfter = 3;
    assertThat(failure(directory.resolve("data")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    store.failAfter = Integer.MAX_VALUE;
    List<String> before = List.copyOf(store.sent);

    stage(directory.resolve("data"));

    assertThat(before).hasSize(3);
    assertThat(store.sent).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void takesAnAnswerThatWasLostForSuccess() throws IOException {
    store.loseAnswer = true;

    String uri = stage(file("train.csv", new byte[] {1}));

    assertThat(store.head(uri.substring("mem:".length()))).isPresent();
  }

  @Test
  void tellsHowFarItIsAndEndsAtTheTotal() throws IOException {
    file("data/a", new byte[1000]);
    file("data/b", large(2));
    List<Long> sent = Collections.synchronizedList(new ArrayList<>());
    List<Long> totals = Collections.synchronizedList(new ArrayList<>());

    stager.stage(
        List.of(Upload.of("data", directory.resolve("data"), "")),
        stager.reader(),
        (bytes, total) -> {
          sent.add(bytes);
          totals.add(total);
        });

    assertThat(totals).containsOnly(LARGE + 1000L);
    assertThat(sent).isSorted().endsWith(LARGE + 1000L);
  }

  @Test
  void stopsWhenInterrupted() throws IOException {
    file("data/a", large(1));
    file("data/b", large(2));
    store.onPut = () -> Thread.currentThread().interrupt();

    AloftException error = failure(directory.resolve("data"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(store.sent).isEmpty();
  }

  @Test
  void storesNothingWrongWhenAFileChangesOnTheWay() throws IOException {
    Path file = file("train.csv", new byte[] {1, 2, 3});
    store.onPut =
        () -> {
          try {
            Files.write(file, new byte[] {1, 2, 4});
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };

    AloftException error = failure(file);

    assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(store.list("", null).items()).isEmpty();
  }

  @Test
  void doesNotTakeAnObjectOfAnotherSizeForTheFile() throws IOException {
    Path file = file("train.csv", new byte[] {1, 2, 3});
    String key = stage(file).substring("mem:".length());
    store.delete(key);
    store.put(key, Source.of(new byte[] {1}), true, Map.of());

    AloftException error = failure(file);

    assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(error.summary()).contains(key);
  }

  @Test
  void namesWhatCannotBeStaged() throws IOException {
    assertThat(failure(directory.resolve("nosuch.csv")).summary()).contains("does not exist");
    Files.createDirectory(directory.resolve("empty"));
    assertThat(failure(directory.resolve("empty")).summary()).contains("holds no files");
  }

  @Test
  void worksOnSeveralThreads() throws Exception {
    for (int i = 0; i < 200; i++) {
      file("data/" + i, ("content " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      stager = new Stager(() -> store, uri -> bucket, 100, pool, new RealTiming(timing));

      stage(directory.resolve("data"));
    } finally {
      pool.shutdown();
    }

    assertThat(store.sent).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void copiesRemoteObjectsOnceWhileTheyStayTheSame() {
    bucket.put("data/a.csv", Source.of("12345"), true, Map.of());
    bucket.put("data/b.csv", Source.of("67"), true, Map.of());

    String uri = stager.stageRemote("s3://bucket/data", StageListener.NONE);
    String again = stager.stageRemote("s3://bucket/data", StageListener.NONE);

    assertThat(again).isEqualTo(uri);
    assertThat(store.sent).containsExactly("a.csv", "b.csv");
    timing.advance(Duration.ofSeconds(1));
    bucket.put("data/b.csv", Source.of("89"), false, Map.of());
    assertThat(stager.stageRemote("s3://bucket/data", StageListener.NONE)).isNotEqualTo(uri);
  }

  @Test
  void refusesTooMuchWithTheCommandThatCopiesIt() {
    bucket.put("big's.csv", Source.of(new byte[101]), true, Map.of());

    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () -> stager.stageRemote("s3://bucket/big's.csv", StageListener.NONE));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.summary()).contains("101 bytes", "stage-limit", "100");
    assertThat(error.nextSteps().get(0).line())
        .startsWith("aws s3 cp 's3://bucket/big'\\''s.csv' 'mem:aloft/data/");
    assertThat(store.sent).isEmpty();
  }

  /** Counts what is sent; fails, loses an answer or does something else when told to. */
  private static final class CountingStore extends MemoryStore {
    final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    int failAfter = Integer.MAX_VALUE;
    boolean loseAnswer;
    boolean copying;
    Runnable onPut = () -> {};

    CountingStore(HandTiming timing) {
      super(timing);
    }

    @Override
    public Stored put(String key, Source source, boolean createOnly, Map<String, String> texts) {
      if (key.endsWith(".at")) {
        return super.put(key, source, createOnly, texts);
      }
      if (sent.size() >= failAfter) {
        throw AloftException.of(ErrorCode.UNAVAILABLE, "no route").build();
      }
      onPut.run();
      byte[] bytes;
      try (InputStream in = source.open()) {
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw AloftException.of(ErrorCode.UNAVAILABLE, "broken off").cause(e).build();
      }
      Stored stored = super.put(key, Source.of(bytes), createOnly, texts);
      if (copying) {
        return stored;
      }
      sent.add(key.substring(key.lastIndexOf('/') + 1));
      if (loseAnswer) {
        throw AloftException.of(ErrorCode.UNAVAILABLE, "the answer was lost").build();
      }
      return stored;
    }

    @Override
    public Stored copy(String from, String to) {
      copying = true;
      try {
        return super.copy(from, to);
      } finally {
        copying = false;
      }
    }
  }

  /** Waits for real threads. */
  private record RealTiming(HandTiming clock) implements dev.aloft.driver.Timing {
    @Override
    public java.time.Instant now() {
      return clock.now();
    }

    @Override
    public long nanos() {
      return clock.nanos();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      return clock.schedule(delay, task);
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      clock.pause(time);
    }
  }
}
