package dev.aloft.local.registry;

import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import dev.aloft.local.disk.Json;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code version.json}: what a version is, beside its files.
 *
 * @param name the model's name
 * @param version its number
 * @param resource the name of the wish that made it
 * @param modelHash the hash of its files
 * @param ownership the tags
 * @param labels the caller's labels
 * @param createdAt when it was registered
 */
record VersionFile(
    String name,
    int version,
    String resource,
    String modelHash,
    Map<String, String> ownership,
    Map<String, String> labels,
    Instant createdAt) {
  static final String FILE = "version.json";
  static final String MODEL = "files";

  static VersionFile of(
      Registration wish, Target<Registration> target, int version, Instant createdAt) {
    return new VersionFile(
        wish.name(),
        version,
        target.name(),
        wish.modelHash(),
        target.ownership(wish.modelHash()),
        wish.labels(),
        createdAt);
  }

  /** Reads it from a version's directory. */
  static VersionFile read(Path directory) throws IOException {
    JsonNode root = Json.read(directory.resolve(FILE));
    return new VersionFile(
        root.path("name").asString(""),
        root.path("version").asInt(0),
        root.path("resource").asString(""),
        root.path("modelHash").asString(""),
        Json.texts(root.path("ownership")),
        Json.texts(root.path("labels")),
        Instant.parse(root.path("createdAt").asString("")));
  }

  void write(Path directory) throws IOException {
    ObjectNode root = Json.object();
    root.put("name", name);
    root.put("version", version);
    root.put("resource", resource);
    root.put("modelHash", modelHash);
    ownership.forEach(root.putObject("ownership")::put);
    labels.forEach(root.putObject("labels")::put);
    root.put("createdAt", createdAt.toString());
    Files.writeString(directory.resolve(FILE), Json.write(root));
  }

  RegisteredVersion registered(Path directory, Set<String> aliases) throws IOException {
    Path model = directory.resolve(MODEL);
    String manifest = Files.readString(model.resolve(ModelManifest.FILE));
    return new RegisteredVersion(
        name,
        Integer.toString(version),
        model.toUri().toString().replaceAll("/$", ""),
        modelHash,
        ModelManifest.parse(manifest),
        aliases,
        createdAt);
  }
}
