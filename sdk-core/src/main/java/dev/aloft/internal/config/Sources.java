package dev.aloft.internal.config;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.discovery.SearchPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that settings can come from, as it was when a client was built.
 *
 * @param builder what was set in code
 * @param uri the URI, null when there is none
 * @param properties all system properties
 * @param environment all environment variables
 * @param file what {@code aloft.properties} holds
 * @param fileName where that file is, for messages
 */
public record Sources(
    Map<String, String> builder,
    @Nullable AloftUri uri,
    Map<String, String> properties,
    Map<String, String> environment,
    Map<String, String> file,
    String fileName) {
  private static final String FILE = "aloft.properties";

  /** Copies the maps in order. */
  public Sources {
    builder = Collections.unmodifiableMap(new LinkedHashMap<>(builder));
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    file = Collections.unmodifiableMap(new TreeMap<>(file));
  }

  /** The names alone; the values may hold secrets. */
  @Override
  public String toString() {
    return builder.keySet() + " in code, " + file.keySet() + " in " + fileName;
  }

  /** What this process has, beside what was set in code. */
  public static Sources ofThisProcess(
      Map<String, String> builder, @Nullable String uri, SearchPath path) {
    URL resource = path.resource(FILE);
    return new Sources(
        builder,
        uri == null ? null : AloftUri.parse(uri),
        texts(System.getProperties()),
        System.getenv(),
        resource == null ? Map.of() : texts(read(resource)),
        resource == null ? FILE : resource.toString());
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, properties.getProperty(name));
    }
    return texts;
  }

  private static Properties read(URL resource) {
    Properties properties = new Properties();
    try (InputStream stream = resource.openStream();
        Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, resource + " cannot be read")
          .cause(e)
          .build();
    }
    return properties;
  }
}
