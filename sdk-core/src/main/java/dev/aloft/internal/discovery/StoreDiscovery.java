package dev.aloft.internal.discovery;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Provider;
import dev.aloft.driver.StoreProvider;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds stores by the scheme of their URIs; what was found stays found. Thread-safe. */
public final class StoreDiscovery {
  private final SearchPath path;
  private final Map<String, StoreProvider> known = new ConcurrentHashMap<>();

  /** Stores found over a path, and with the loader of the thread that asks where it sees more. */
  public StoreDiscovery(SearchPath path) {
    this.path = path;
  }

  /**
   * Opens the store of a URI.
   *
   * @throws AloftException UNSUPPORTED naming the artifact to add
   */
  public ObjectStore open(String uri, DriverContext context) {
    String scheme = schemeOf(uri);
    StoreProvider provider = known.get(scheme);
    if (provider == null) {
      provider = find(scheme);
      known.put(scheme, provider);
    }
    return provider.open(uri, context);
  }

  private StoreProvider find(String scheme) {
    SearchPath now = path.seenNow();
    ServiceScan<StoreProvider> scan =
        new ServiceScan<>(StoreProvider.class, Provider.SPI, StoreProvider::spiVersion).over(now);
    for (StoreProvider candidate : scan.services()) {
      if (candidate.scheme().equals(scheme)) {
        return candidate;
      }
    }
    throw AloftException.of(ErrorCode.UNSUPPORTED, message(scheme, now, scan))
        .effect(Effect.NONE)
        .build();
  }

  private String message(String scheme, SearchPath asked, ServiceScan<StoreProvider> scan) {
    String fix =
        Artifacts.ofStore(scheme)
            .map(name -> "add " + name + ", in a notebook by " + Artifacts.notebookLine(name))
            .orElse("no artifact of Aloft brings one");
    return "there is no store for URIs that start with "
        + scheme
        + ": "
        + fix
        + ". Asked: "
        + asked
        + (scan.broken().isEmpty() ? "" : ". Passed over: " + String.join("; ", scan.broken()));
  }

  /** The scheme; a path without one, or with a drive letter, is a file. */
  static String schemeOf(String uri) {
    int colon = uri.indexOf(':');
    boolean plain = colon < 2 || uri.substring(0, colon).contains("/");
    return plain ? "file" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
  }
}
