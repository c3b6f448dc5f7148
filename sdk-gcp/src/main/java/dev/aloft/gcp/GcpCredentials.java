package dev.aloft.gcp;

import com.google.auth.Credentials;
import com.google.auth.RequestMetadataCallback;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
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
  private volatile @Nullable Credentials found;

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

  /** Where a token is at hand, it is told at once; else the vendor's library fetches it. */
  @Override
  public CompletableFuture<Map<String, String>> headers(URI address, Executor executor) {
    if (isNone()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    Credentials known = found;
    return known == null
        ? CompletableFuture.supplyAsync(this::required, executor)
            .thenCompose(fresh -> ask(fresh, address, executor))
        : ask(known, address, executor);
  }

  private Credentials required() {
    try {
      return Objects.requireNonNull(get());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static CompletableFuture<Map<String, String>> ask(
      Credentials credentials, URI address, Executor executor) {
    CompletableFuture<Map<String, String>> told = new CompletableFuture<>();
    credentials.getRequestMetadata(
        address,
        executor,
        new RequestMetadataCallback() {
          @Override
          public void onSuccess(Map<String, List<String>> metadata) {
            Map<String, String> headers = new LinkedHashMap<>();
            metadata.forEach((name, values) -> headers.put(name, String.join(",", values)));
            told.complete(headers);
          }

          @Override
          public void onFailure(Throwable exception) {
            told.completeExceptionally(exception);
          }
        });
    return told;
  }
}
