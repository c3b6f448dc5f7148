package dev.aloft.internal.intent;

import dev.aloft.driver.Registration;
import dev.aloft.internal.CanonicalJson;
import dev.aloft.internal.SpecCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Wishes for registered versions as canonical JSON. Immutable. */
public final class RegistrationCodec implements SpecCodec<Registration> {

  @Override
  public String write(Registration registration) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", registration.name());
    map.put("modelUri", registration.modelUri());
    map.put("modelHash", registration.modelHash());
    map.put("manifest", RevisionJson.manifest(registration.manifest()));
    map.put("labels", registration.labels());
    map.put("version", registration.version());
    return CanonicalJson.write(map);
  }

  @Override
  public Registration read(String document) {
    return SpecReading.of(
        document,
        node ->
            new Registration(
                node.required("name").stringValue(),
                node.required("modelUri").stringValue(),
                node.required("modelHash").stringValue(),
                RevisionJson.readManifest(node.required("manifest")),
                PlainJson.texts(node.required("labels")),
                PlainJson.textOrNull(node.path("version"))));
  }
}
