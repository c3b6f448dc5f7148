package dev.aloft.local.xgboost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a file: an answer or a declared exception, within a bound of memory. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileFilesTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MEBIBYTE = 1 << 20;
  private static final int MUTATIONS = 3_000;

  @ParameterizedTest
  @ValueSource(strings = {"count-3.2.0.ubj", "binary-3.2.0.json", "onehot-2.1.4.ubj"})
  void cutAtEveryByte(String name) throws Exception {
    byte[] sound = Fixtures.bytes(name);
    XgboostModel.load(sound);
    for (int length = 0; length < sound.length; length++) {
      assertThat(loads(Arrays.copyOf(sound, length))).as("%s cut at %s", name, length).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count-3.2.0.ubj",
        "onehot-3.2.0.ubj",
        "dart-1.7.6.ubj",
        "quantiles-3.2.0.ubj",
        "binary-1.0.2.json",
        "binary-3.2.0.json",
        "named-3.2.0.json",
        "snapshot.ubj"
      })
  void changedAtRandom(String name) {
    byte[] sound = Fixtures.bytes(name);
    Random random = new Random(name.hashCode());
    int loaded = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      loaded += loads(mutated(sound, random)) ? 1 : 0;
    }
    assertThat(loaded).isBetween(MUTATIONS / 100, MUTATIONS * 9 / 10);
  }

  /** Files that are nothing but the smallest of values, of which each makes an object. */
  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "\"\"", "0", "null"})
  void madeOfTheSmallestValues(String value) {
    String values = (value + ",").repeat(100_000) + value;
    List<String> openings = new ArrayList<>(List.of("{\"x\":[", "{\"learner\":{\"x\":["));
    openings.add("{\"learner\":{\"feature_names\":[");
    openings.add("{\"learner\":{\"gradient_booster\":{\"model\":{\"tree_info\":[");
    openings.add("{\"learner\":{\"gradient_booster\":{\"model\":{\"trees\":[");
    for (String opening : openings) {
      String closing = opening.replaceAll("[^{]", "").replace("{", "}");
      assertThat(loads((opening + values + "]" + closing).getBytes(UTF_8))).isFalse();
    }
  }

  @Test
  void madeOfAttributes() {
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      attributes.append(i > 0 ? ",\"" : "\"").append(Integer.toString(i, 36)).append("\":\"\"");
    }
    String text = ModelText.with(ModelText.SOUND, "\"best_iteration\": \"1\"", attributes + "");
    assertThat(loads(text.getBytes(UTF_8))).isTrue();
  }

  private static boolean loads(byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    XgboostModel model;
    try {
      model = XgboostModel.load(bytes);
    } catch (BrokenModelException | UnsupportedModelException e) {
      assertThat(e).hasMessageEndingWith(".");
      model = null;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(MEBIBYTE + 40L * bytes.length);
    if (model == null) {
      return false;
    }
    evaluate(model);
    return true;
  }

  private static void evaluate(XgboostModel model) {
    if (model.featureCount() > 1000) {
      return;
    }
    float[] row = new float[model.featureCount()];
    float[] out = new float[Math.max(model.outputCount(), model.predictionCount())];
    for (float value : new float[] {0, Float.NaN, 1e30f, Float.NEGATIVE_INFINITY, 2.5f}) {
      Arrays.fill(row, value);
      model.margin(row, 0, out, 0);
      model.predict(row, 0, out, 0);
    }
  }

  private static byte[] mutated(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes; change++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 ->
            bytes[at] = (byte) "0123456789-+.eE\"[]{},:SLdliUTFZN$#".charAt(random.nextInt(34));
        case 3 -> bytes = spliced(bytes, at, at, random.nextInt(bytes.length), random);
        case 4 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1), at, random);
        default -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 9), at, random);
      }
    }
    return bytes;
  }

  /** The bytes with a stretch replaced by a short one from elsewhere. */
  private static byte[] spliced(byte[] bytes, int start, int end, int from, Random random) {
    int length = Math.min(random.nextInt(24), bytes.length - from);
    byte[] result = new byte[bytes.length - (end - start) + length];
    System.arraycopy(bytes, 0, result, 0, start);
    System.arraycopy(bytes, from, result, start, length);
    System.arraycopy(bytes, end, result, start + length, bytes.length - end);
    return result;
  }
}
