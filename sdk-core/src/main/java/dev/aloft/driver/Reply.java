package dev.aloft.driver;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer.
 *
 * @param body the bytes
 * @param contentType their MIME type
 * @param headers the headers, names in lower case
 * @param revision the hash of the revision that answered, null when the provider does not tell
 */
public record Reply(
    byte[] body, String contentType, Map<String, String> headers, @Nullable String revision) {}
