package dev.aloft.internal.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.data.Secret;
import dev.aloft.driver.Registration;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpecCodecTest {
  private final EndpointSpecCodec codec = new EndpointSpecCodec();
  private final RegistrationCodec registrations = new RegistrationCodec();

  @Test
  void readsBackWhatItWrote() {
    for (int seed = 0; seed < 500; seed++) {
      EndpointSpec spec = spec(new Random(seed));

      String document = codec.write(spec);

      assertThat(codec.read(document)).as("seed " + seed).isEqualTo(spec);
      assertThat(codec.write(codec.read(document))).as("seed " + seed).isEqualTo(document);
    }
  }

  @Test
  void writesTheSameWhateverTheOrderOfMaps() {
    for (int seed = 0; seed < 100; seed++) {
      EndpointSpec spec = spec(new Random(seed));
      EndpointSpec turned =
          new EndpointSpec(
              spec.name(),
              spec.revisions(),
              reversed(spec.traffic()),
              reversed(spec.labels()),
              spec.probe(),
              spec.expiresAfter());

      assertThat(codec.write(turned)).isEqualTo(codec.write(spec));
    }
  }

  @Test
  void keepsTheBitsOfCells() {
    Row probe =
        Row.of(
            0.1,
            -0.0,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            0.1f,
            Long.MAX_VALUE,
            7,
            new BigDecimal("12345678901234567890.123456789"),
            "text",
            true,
            null);
    EndpointSpec spec = spec(new Random(1));
    EndpointSpec probed =
        new EndpointSpec(spec.name(), spec.revisions(), spec.traffic(), spec.labels(), probe, null);

    assertThat(codec.read(codec.write(probed)).probe()).isEqualTo(probe);
  }

  @Test
  void readsBackRegistrations() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Registration registration =
          new Registration(
              "churn",
              "s3://b/m",
              text(random),
              manifest(random),
              Map.of("team", text(random)),
              random.nextBoolean() ? "3" : null);

      assertThat(registrations.read(registrations.write(registration))).isEqualTo(registration);
    }
  }

  @Test
  void refusesOptionsThatADocumentCannotKeep() {
    EndpointRevision plain = revision(new Random(1));
    EndpointRevision odd =
        copy(
            plain,
            plain.scaling(),
            ProviderOptions.none()
                .with(ProviderOption.of("aws", "client", Thread.class), Thread.currentThread()));

    assertThatThrownBy(() -> codec.write(EndpointSpec.of("churn", odd)))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.summary()).contains("aws:client", "Thread");
            });
  }

  @Test
  void saysWhenADocumentIsNoWish() {
    for (String document : List.of("", "[]", "{\"name\":\"churn\"}", "{\"revisions\":[{}]}")) {
      assertThatThrownBy(() -> codec.read(document))
          .isInstanceOfSatisfying(
              AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED));
    }
  }

  @Test
  void namesRevisionsByTheirContent() {
    EndpointRevision revision = Revisions.hashed(revision(new Random(1)));

    assertThat(revision.hash()).matches("[a-z2-7]{12}").isEqualTo(Revisions.hash(revision));
    assertThat(Revisions.hash(codec.read(codec.write(EndpointSpec.of("n", revision))).main()))
        .isEqualTo(revision.hash());
    assertThat(Revisions.hash(copy(revision, Scaling.fixed(9), revision.options())))
        .isNotEqualTo(revision.hash());
    for (int seed = 2; seed < 50; seed++) {
      assertThat(Revisions.hash(revision(new Random(seed)))).isNotEqualTo(revision.hash());
    }
  }

  private static EndpointSpec spec(Random random) {
    List<EndpointRevision> revisions = new ArrayList<>();
    Map<String, Integer> traffic = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      EndpointRevision revision = Revisions.hashed(revision(random));
      revisions.add(revision);
      traffic.put(revision.hash(), random.nextInt(101));
    }
    return new EndpointSpec(
        "churn",
        revisions,
        traffic,
        texts(random),
        maybe(random, () -> Row.of(Map.of("age", 41, "name", text(random), "ok", true))),
        maybe(random, () -> Duration.ofHours(random.nextInt(100))));
  }

  private static EndpointRevision revision(Random random) {
    ProviderOptions options =
        ProviderOptions.none()
            .with(ProviderOption.of("aws", "roleArn", String.class), text(random))
            .withRequired(ProviderOption.of("gcp", "boost", Integer.class), random.nextInt())
            .with(ProviderOption.of("azure", "wait", Duration.class), Duration.ofMillis(1500));
    return new EndpointRevision(
        "",
        "s3://bucket/" + text(random),
        text(random),
        manifest(random),
        maybe(random, () -> "churn/3"),
        maybe(
            random,
            () ->
                ServingRuntime.container(
                        "image:" + text(random), 8080, "/predict", "/health", Protocol.V2)
                    .environment("A", text(random))),
        "xgboost-3.0",
        Protocol.V2,
        maybe(random, () -> machine(random)),
        random.nextBoolean()
            ? Scaling.ONE
            : new Scaling(0, 4, random.nextDouble(), Duration.ofMinutes(5)),
        texts(random),
        Map.of("TOKEN", Secret.env("TOKEN")),
        random.nextBoolean() ? ProviderOptions.none() : options);
  }

  private static EndpointRevision copy(
      EndpointRevision of, Scaling scaling, ProviderOptions options) {
    return new EndpointRevision(
        of.hash(),
        of.modelUri(),
        of.modelHash(),
        of.manifest(),
        of.registeredName(),
        of.runtime(),
        of.offer(),
        of.protocol(),
        of.machine(),
        scaling,
        of.environment(),
        of.secrets(),
        options);
  }

  private static Machine machine(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Machine.type("ml.g5.xlarge");
      case 1 -> Machine.cpus(random.nextDouble() * 16).memoryGib(random.nextInt(64));
      default -> Machine.cpus(4).gpu("L4", 2);
    };
  }

  private static ModelManifest manifest(Random random) {
    Signature signature =
        new Signature(
            List.of(new Column("age", DataType.INT64), new Column(text(random), DataType.STRING)),
            List.of(new Column("p", DataType.FLOAT32)));
    return new ModelManifest(
        ModelFormat.XGBOOST,
        "3.0.5",
        signature,
        maybe(random, () -> "local:/home/run/r-1"),
        Map.of("model.ubj", text(random), "a/b.json", "x"),
        Map.of("objective", text(random)));
  }

  private static Map<String, String> texts(Random random) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      texts.put("k" + random.nextInt(100), text(random));
    }
    return texts;
  }

  /** Any characters, ugly ones among them. */
  private static String text(Random random) {
    String alphabet = "ab cÄ\"\\/\n\t\u0001€😀{}[]:,'";
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  private static <T> @Nullable T maybe(Random random, Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private static <V> Map<String, V> reversed(Map<String, V> map) {
    List<String> names = new ArrayList<>(map.keySet());
    Collections.reverse(names);
    Map<String, V> turned = new LinkedHashMap<>();
    names.forEach(name -> turned.put(name, map.get(name)));
    return turned;
  }
}
