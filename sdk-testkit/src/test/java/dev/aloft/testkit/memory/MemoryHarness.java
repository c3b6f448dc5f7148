package dev.aloft.testkit.memory;

import dev.aloft.Aloft;
import dev.aloft.testkit.Fixtures;
import dev.aloft.testkit.ModelFixture;
import dev.aloft.testkit.ProviderHarness;
import dev.aloft.testkit.RawForm;
import dev.aloft.testkit.TestTiming;
import dev.aloft.testkit.Thing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cloud in memory of its own, on a clock of its own, right or with one defect. */
public class MemoryHarness implements ProviderHarness {
  private static final List<String> COLUMNS = List.of("width", "height", "depth");

  private final String place = "kit-" + UUID.randomUUID();
  private final TestTiming timing = new TestTiming();
  private final Fixtures fixtures;
  private final @Nullable Defect defect;

  /** A cloud. */
  public MemoryHarness(Path directory, @Nullable Defect defect) {
    this.defect = defect;
    this.fixtures =
        Fixtures.xgboost(directory.resolve("fixtures")).toBuilder()
            .models(
                new ModelFixture(model(directory, "likes-wide", 4), 0.6, 1),
                new ModelFixture(model(directory, "likes-narrow", -4), 0, 0.4),
                model(directory, "broken", null))
            .row(COLUMNS, 0.9, 0.2, 0.4)
            .build();
  }

  private static Path model(Path directory, String name, @Nullable Integer weight) {
    LinearModel model =
        new LinearModel(COLUMNS, List.of(weight == null ? 0.0 : weight, 0.5, 0.0), 0, Map.of());
    String text = weight == null ? "broken" : model.toString();
    Path home = directory.resolve(name);
    try {
      Files.createDirectories(home);
      Files.writeString(home.resolve(LinearModel.FILE), text);
      Files.writeString(
          home.resolve("aloft-model.json"), MemoryWork.manifest(model, text, null).toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return home;
  }

  @Override
  public String name() {
    return defect == null ? "memory" : "memory-" + defect;
  }

  @Override
  public Aloft.Builder client() {
    Aloft.Builder builder = Aloft.builder().provider("memory").set("place", place).timing(timing);
    return defect == null ? builder : builder.set("defect", defect.name());
  }

  @Override
  public Aloft.Builder strangersClient() {
    return client().set("staging", "memory://" + place + "/stranger");
  }

  @Override
  public Fixtures fixtures() {
    return fixtures;
  }

  @Override
  public Optional<List<Thing>> things() {
    return Optional.of(Cloud.at(place).things(now()));
  }

  @Override
  public void pass(Duration time) {
    timing.advance(time);
  }

  @Override
  public Instant now() {
    return timing.now();
  }

  @Override
  public Duration patience() {
    return Duration.ofHours(1);
  }

  @Override
  public Optional<String> secretSetting() {
    return Optional.of("token");
  }

  @Override
  public RawForm rawForm() {
    return RawForm.CSV;
  }

  @Override
  public long largestRequest() {
    return MemoryInvoker.LARGEST;
  }

  @Override
  public OptionalLong requestsSeen() {
    return OptionalLong.of(Cloud.at(place).requests());
  }

  @Override
  public void close() {
    Cloud.forget(place);
  }
}
