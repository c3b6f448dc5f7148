package dev.aloft.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.layers.HandTiming;
import dev.aloft.internal.staging.Hands;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StoredModelsTest {
  private static final Hands HANDS = new Hands(Runnable::run, new HandTiming());

  private final MemoryStore store = new MemoryStore(new HandTiming());

  @TempDir Path model;
  @TempDir Path target;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(model.resolve("model.ubj"), "trees");
  }

  private ModelManifest manifest(String version) {
    return ModelManifest.describe(
        model, ModelFormat.XGBOOST, version, Signature.UNKNOWN, null, Map.of());
  }

  @Test
  void keepsEachDescriptionOfTheSameFiles() {
    String first = StoredModels.upload(model, manifest("3.0"), store, HANDS);
    String second = StoredModels.upload(model, manifest("3.0.10"), store, HANDS);

    assertThat(second).isNotEqualTo(first);
    assertThat(StoredModels.manifest(at(first)).frameworkVersion()).isEqualTo("3.0");
    assertThat(StoredModels.manifest(at(second)).frameworkVersion()).isEqualTo("3.0.10");
    assertThat(StoredModels.upload(model, manifest("3.0"), store, HANDS)).isEqualTo(first);
  }

  @Test
  void copiesTheDescriptionAsItStandsThere() {
    ModelManifest manifest = manifest("3.0");
    MemoryStore source = source(manifest, manifest.toJson().replace("\n", ""));

    String copy = StoredModels.copy(source, manifest, store, HANDS);

    assertThat(StoredModels.upload(model, manifest, store, HANDS)).isNotEqualTo(copy);
    assertThat(StoredModels.manifest(at(copy))).isEqualTo(manifest);
  }

  @Test
  void saysThatSomethingElseLiesThere() {
    String uri = StoredModels.upload(model, manifest("3.0"), store, HANDS);
    String key = uri.substring("mem:".length()) + "/model.ubj";
    store.put(key, Source.of("other bytes"), false, Map.of());

    AloftException error =
        catchThrowableOfType(
            AloftException.class, () -> StoredModels.upload(model, manifest("3.0"), store, HANDS));

    assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(error.summary()).contains("model.ubj has 11 bytes, not the 5");
  }

  @Test
  void noticesThatFilesAreMissing() {
    ModelManifest manifest = manifest("3.0");
    MemoryStore source = source(manifest, manifest.toJson());
    source.delete("model.ubj");

    for (Runnable use :
        List.<Runnable>of(
            () -> StoredModels.download(source, manifest, target, HANDS),
            () -> StoredModels.copy(source, manifest, store, HANDS))) {
      AloftException error = catchThrowableOfType(AloftException.class, use::run);
      assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
      assertThat(error.summary()).contains("[model.ubj]");
    }
  }

  @Test
  void leavesNothingOfADownloadThatBreaksOff() throws IOException {
    ModelManifest manifest = manifest("3.0");
    ObjectStore broken =
        new MemoryStore(new HandTiming()) {
          @Override
          public InputStream get(String key, long offset, long length) {
            return new SequenceInputStream(
                new ByteArrayInputStream(new byte[3]), InputStream.nullInputStream()) {
              @Override
              public int read(byte[] buffer, int at, int most) throws IOException {
                throw new IOException("the connection was reset");
              }
            };
          }
        };
    broken.put("model.ubj", Source.of("trees"), true, Map.of());

    AloftException error =
        catchThrowableOfType(
            AloftException.class, () -> StoredModels.download(broken, manifest, target, HANDS));

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    try (Stream<Path> left = Files.list(target)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void endsWhatIsUnderWayBeforeItTellsOfAFailure() throws Exception {
    Files.writeString(model.resolve("second"), "trees");
    ModelManifest manifest = manifest("3.0");
    CountDownLatch begun = new CountDownLatch(1);
    ObjectStore broken =
        new MemoryStore(new HandTiming()) {
          @Override
          public InputStream get(String key, long offset, long length) {
            if (key.equals("second")) {
              begun.countDown();
              return endless();
            }
            awaited(begun);
            throw AloftException.of(ErrorCode.UNAVAILABLE, "no answer").build();
          }
        };
    for (String key : List.of("model.ubj", "second")) {
      broken.put(key, Source.of("trees"), true, Map.of());
    }
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      Hands hands = new Hands(pool, new SystemTiming());

      AloftException error =
          catchThrowableOfType(
              AloftException.class, () -> StoredModels.download(broken, manifest, target, hands));

      assertThat(error.summary()).isEqualTo("no answer");
      try (Stream<Path> left = Files.list(target)) {
        assertThat(left).isEmpty();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 'x';
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        return 1;
      }
    };
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theManifestComesLast() throws IOException {
    Files.writeString(model.resolve("zzz"), "trees");
    ModelManifest manifest = manifest("3.0");
    MemoryStore source = source(manifest, manifest.toJson());
    List<String> put = new ArrayList<>();
    ObjectStore there =
        new MemoryStore(new HandTiming()) {
          @Override
          public Stored put(String key, Source bytes, boolean isNew, Map<String, String> tags) {
            put.add(key.substring(key.lastIndexOf('/') + 1));
            return super.put(key, bytes, isNew, tags);
          }
        };

    StoredModels.copy(source, manifest, there, HANDS);
    StoredModels.upload(model, manifest("3.1"), there, HANDS);

    assertThat(put)
        .containsExactly(
            "model.ubj", "zzz", ModelManifest.FILE, "model.ubj", "zzz", ModelManifest.FILE);
  }

  @Test
  void carriesFewLargeFilesAtATime() {
    List<Runnable> helpers = new ArrayList<>();
    AtomicInteger carried = new AtomicInteger();
    Hands hands = new Hands(helpers::add, new HandTiming());

    hands.carry(
        Collections.nCopies(20, new Hands.Load(1 << 20, stop -> carried.incrementAndGet())));

    assertThat(carried).hasValue(20);
    assertThat(helpers).as("beside the calling thread").hasSize(7);
  }

  @Test
  void fetchesSeveralFilesAtATime() throws Exception {
    for (int i = 0; i < 4; i++) {
      Files.writeString(model.resolve("part-" + i), "trees");
    }
    ModelManifest manifest = manifest("3.0");
    CyclicBarrier together = new CyclicBarrier(3);
    ObjectStore source =
        new MemoryStore(new HandTiming()) {
          @Override
          public InputStream get(String key, long offset, long length) {
            if (key.startsWith("part-") && !key.equals("part-3")) {
              meet(together);
            }
            return super.get(key, offset, length);
          }
        };
    for (String file : manifest.files().keySet()) {
      source.put(file, Source.of("trees"), true, Map.of());
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      StoredModels.download(source, manifest, target, new Hands(pool, new SystemTiming()));
    } finally {
      pool.shutdownNow();
    }
    assertThat(target.resolve("part-2")).hasContent("trees");
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("they come one after the other", e);
    }
  }

  @Test
  void asksOnceForWhatIsThere() throws IOException {
    List<String> heads = new ArrayList<>();
    MemoryStore counted =
        new MemoryStore(new HandTiming()) {
          @Override
          public Optional<Stored> head(String key) {
            heads.add(key);
            return super.head(key);
          }
        };
    Files.writeString(model.resolve("more.ubj"), "trees");

    String first = StoredModels.upload(model, manifest("3.0"), counted, HANDS);

    assertThat(StoredModels.upload(model, manifest("3.0"), counted, HANDS)).isEqualTo(first);
    assertThat(heads).isEmpty();
  }

  @Test
  void findsAFileThatWasDamagedOnTheWay() throws IOException {
    ModelManifest manifest = manifest("3.0");
    String expected = manifest.files().getOrDefault("model.ubj", "");
    for (String damaged : List.of("tr3es", "tree", "")) {
      MemoryStore source = source(manifest, manifest.toJson());
      source.put("model.ubj", Source.of(damaged), false, Map.of());

      for (Runnable use :
          List.<Runnable>of(
              () -> StoredModels.download(source, manifest, target, HANDS),
              () -> StoredModels.copy(source, manifest, store, HANDS))) {
        AloftException error = catchThrowableOfType(AloftException.class, use::run);
        assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
        assertThat(error.summary()).contains("\"model.ubj\"", expected, hashOf(damaged));
      }
      assertThat(StoredModels.all(store)).noneMatch(file -> file.key().endsWith("model.ubj"));
      assertThat(target.resolve("model.ubj")).doesNotExist();
    }
  }

  @Test
  void findsAFileThatChangesWhileItIsUploaded() throws IOException {
    ModelManifest manifest = manifest("3.0");
    Files.writeString(model.resolve("model.ubj"), "tr3es");

    AloftException error =
        catchThrowableOfType(
            AloftException.class, () -> StoredModels.upload(model, manifest, store, HANDS));

    assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(StoredModels.all(store)).isEmpty();
  }

  private static String hashOf(String text) {
    return HexFormat.of().formatHex(Hashing.sha256().digest(text.getBytes(UTF_8)));
  }

  private MemoryStore source(ModelManifest manifest, String document) {
    MemoryStore source = new MemoryStore(new HandTiming());
    manifest.files().keySet().forEach(file -> source.put(file, Source.of("trees"), true, Map.of()));
    source.put(ModelManifest.FILE, Source.of(document), true, Map.of());
    return source;
  }

  private ObjectStore at(String uri) {
    return new MemoryStore(new HandTiming()) {
      @Override
      public java.util.Optional<dev.aloft.driver.Stored> head(String key) {
        return store.head(uri.substring("mem:".length()) + "/" + key);
      }

      @Override
      public InputStream get(String key, long offset, long length) {
        return store.get(uri.substring("mem:".length()) + "/" + key, offset, length);
      }
    };
  }
}
