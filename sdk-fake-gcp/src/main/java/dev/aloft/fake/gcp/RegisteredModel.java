package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.Model;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model with its versions. Guarded by the clock's monitor. */
final class RegisteredModel {
  static final String DEFAULT = "default";

  private final String name;
  private final Instant created;
  private final Map<String, ModelVersion> versions = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private String displayName;
  private String description;
  private int numbers;

  RegisteredModel(String name, Model asked, Instant now) {
    this.name = name;
    this.created = now;
    this.displayName = asked.getDisplayName();
    this.description = asked.getDescription();
  }

  /** Without a version, with the project's number. */
  String name() {
    return name;
  }

  Instant created() {
    return created;
  }

  String displayName() {
    return displayName;
  }

  void displayName(String text) {
    displayName = text;
  }

  String description() {
    return description;
  }

  void description(String text) {
    description = text;
  }

  /** The labels of all its versions. */
  Map<String, String> labels() {
    return labels;
  }

  List<ModelVersion> versions() {
    return List.copyOf(versions.values());
  }

  /** Adds a version; the first one is the default. */
  ModelVersion add(Model asked, Instant now) {
    numbers++;
    ModelVersion version = new ModelVersion(this, Integer.toString(numbers), asked, now);
    versions.put(version.id(), version);
    if (versions.size() == 1) {
      give(DEFAULT, version);
    }
    asked.getVersionAliasesList().forEach(alias -> give(alias, version));
    return version;
  }

  /** Gives an alias to a version, and takes it from the others. */
  void give(String alias, ModelVersion version) {
    versions.values().forEach(one -> one.aliases().remove(alias));
    version.aliases().add(alias);
  }

  void remove(ModelVersion version) {
    versions.remove(version.id());
  }

  /** A version by its number or an alias; the default one for an empty text or a dash. */
  @Nullable ModelVersion find(String numberOrAlias) {
    boolean isModel = numberOrAlias.isEmpty() || numberOrAlias.equals("-");
    String wanted = isModel ? DEFAULT : numberOrAlias;
    ModelVersion numbered = versions.get(wanted);
    if (numbered != null) {
      return numbered;
    }
    return versions.values().stream()
        .filter(one -> one.aliases().contains(wanted))
        .findFirst()
        .orElse(null);
  }
}
