package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints whose server process ended: all that is left of them is their records, which can be
 * taken away. Thread-safe.
 */
final class LostEndpoints implements EndpointAdmin {
  private final EndpointRecords records;

  LostEndpoints(EndpointRecords records) {
    this.records = records;
  }

  @Override
  public Optional<EndpointRecord> find(String name) {
    return records
        .find(name)
        .filter(LostEndpoints::isLost)
        .map(record -> record.lost(lastWords(record.process())));
  }

  /** What a server printed last, while no other one has been started since. */
  private String lastWords(HostingProcess ended) {
    if (!records.server().filter(ended::equals).isPresent()) {
      return "";
    }
    return ServerProcess.lastWords(ServerProcess.tail(records.serverOutput()));
  }

  /** Whether an endpoint should be there and nobody serves it. */
  static boolean isLost(EndpointRecord record) {
    return record.process().isServer() && !record.process().isAlive();
  }

  @Override
  public void load(String name, String owner, RevisionRecord revision) {
    throw ended(name);
  }

  @Override
  public void route(
      String name, String owner, Map<String, Integer> traffic, @Nullable Duration expiresAfter) {
    if (!traffic.isEmpty()) {
      throw ended(name);
    }
    change(name, owner, record -> records.write(record.routing(Map.of(), null)));
  }

  @Override
  public void unload(String name, String owner, String hash) {
    change(
        name,
        owner,
        record -> {
          EndpointRecord rest = record.without(hash);
          if (rest.revisions().isEmpty()) {
            records.delete(name);
          } else {
            records.write(rest);
          }
        });
  }

  private void change(
      String name, String owner, java.util.function.Consumer<EndpointRecord> change) {
    records.locked(
        () -> {
          EndpointRecord record =
              records.find(name).filter(LostEndpoints::isLost).orElseThrow(() -> ended(name));
          if (!record.owner().equals(owner)) {
            throw AloftException.of(
                    ErrorCode.CONFLICT_NOT_OURS, "\"" + name + "\" was made by another intent log")
                .build();
          }
          change.accept(record);
          return record;
        });
  }

  private static AloftException ended(String name) {
    return AloftException.of(
            ErrorCode.UNAVAILABLE, "the server process of \"" + name + "\" ended or was replaced")
        .effect(Effect.NONE)
        .build();
  }
}
