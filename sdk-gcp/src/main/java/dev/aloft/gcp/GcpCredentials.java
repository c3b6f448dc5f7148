package dev.aloft.gcp;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.aloft.http.Authentication;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the credentials of a client, found when they are first needed, since finding them may
 * call out. Thread-safe.
 */
final class GcpCredentials implements Authentication {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private final @Nullable String file;
  private final @Nullable String impersonate;
  private @Nullable Credentials found;

  GcpCredentials(GcpConfig config) {
    this.file = config.credentials();
    this.impersonate = config.impersonate();
  }

  /** Whether requests go without credentials. */
  boolean isNone() {
    return GcpConfig.NO_CREDENTIALS.equals(file);
  }

  /** The credentials; null for none. */
  synchronized @Nullable Credentials get() throws IOException {
    if (found == null && !isNone()) {
      GoogleCredentials own = own().createScoped(SCOPES);
      if (own instanceof ServiceAccountCredentials account) {
        own = account.createWithUseJwtAccessWithScope(true); // signed here, without a request
      }
      found =
          impersonate == null
              ? own
              : ImpersonatedCredentials.newBuilder()
                  .setSourceCredentials(own)
                  .setTargetPrincipal(impersonate)
                  .setScopes(SCOPES)
                  .build();
    }
    return found;
  }

  private GoogleCredentials own() throws IOException {
    if (file == null) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return GoogleCredentials.fromStream(in);
    }
  }

  @Override
  public Map<String, String> headers(URI address) throws IOException {
    Credentials credentials = get();
    Map<String, String> headers = new LinkedHashMap<>();
    if (credentials != null) {
      credentials
          .getRequestMetadata(address)
          .forEach((name, values) -> headers.put(name, String.join(",", values)));
    }
    return headers;
  }
}
