package dev.aloft.local.training;

import dev.aloft.data.Secret;
import dev.aloft.error.Problems;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values of secrets, read when a worker is started and handed to it in its environment only.
 * References are {@code env:NAME} and {@code file:} URIs. Stateless.
 */
public final class Secrets {
  private static final String VARIABLE = "env:";

  private Secrets() {}

  static void check(Map<String, Secret> secrets, Problems problems) {
    secrets.forEach(
        (name, secret) ->
            problems.require(
                secret.reference().startsWith(VARIABLE) || secret.reference().startsWith("file:"),
                "secrets." + name,
                secret.reference(),
                "Secret.env(…) or a file: URI on this machine"));
  }

  /** The references that have no value in this process. */
  static Map<String, String> missing(Map<String, String> references) throws IOException {
    Map<String, String> missing = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : references.entrySet()) {
      if (value(entry.getValue()).isEmpty()) {
        missing.put(entry.getKey(), entry.getValue());
      }
    }
    return missing;
  }

  /** Puts the values into an environment. */
  static void put(Map<String, String> references, Map<String, String> environment)
      throws IOException {
    for (Map.Entry<String, String> entry : references.entrySet()) {
      Optional<String> value = value(entry.getValue());
      value.ifPresent(text -> environment.put(entry.getKey(), text));
    }
  }

  /** Takes out of an environment what a worker got for itself, before it starts another one. */
  public static void forget(Map<String, String> references, Map<String, String> environment) {
    references.forEach(
        (name, reference) -> {
          if (!reference.equals(VARIABLE + name)) {
            environment.remove(name);
          }
        });
  }

  private static Optional<String> value(String reference) throws IOException {
    if (reference.startsWith(VARIABLE)) {
      return Optional.ofNullable(System.getenv(reference.substring(VARIABLE.length())));
    }
    Path file;
    try {
      file = Path.of(URI.create(reference));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Files.isReadable(file)
        ? Optional.of(Files.readString(file).stripTrailing())
        : Optional.empty();
  }
}
