package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The server process of a home: serves every endpoint that its records name, takes orders from
 * other processes, and ends with its last endpoint, or when the system asks it to; then the
 * endpoints stay on record and are served again by the next server. Not called by users.
 */
public final class ServerMain {
  /** The environment variable that holds what callers must show. */
  static final String TOKEN = "ALOFT_SERVER_TOKEN";

  /** The exit code of a server whose settings are wrong. */
  static final int REFUSED = 78;

  private static final Duration FIRST_USE = Duration.ofSeconds(20);

  private ServerMain() {}

  /** Takes the home, the host, the port and the largest body in bytes. */
  public static void main(String[] arguments) throws InterruptedException {
    EndpointRecords records = new EndpointRecords(new LocalHome(Path.of(arguments[0])));
    ServingOptions options =
        new ServingOptions(
            HostingProcess.PROCESS,
            arguments[1],
            Integer.parseInt(arguments[2]),
            System.getenv(TOKEN),
            Integer.parseInt(arguments[3]));
    EndpointHost host = listen(records, options);
    Runtime.getRuntime().addShutdownHook(new Thread(host::close, "aloft-end"));
    records.all().stream().filter(record -> record.process().isServer()).forEach(host::restore);
    records.writeServer(host.process(), host.settings());
    host.awaitUse(FIRST_USE);
    do {
      host.awaitEmpty();
    } while (!records.locked(() -> endIfEmpty(host, records)));
  }

  /** Where it cannot listen, its last line says why, and {@link #REFUSED} that it does. */
  private static EndpointHost listen(EndpointRecords records, ServingOptions options) {
    try {
      return new EndpointHost(records, options);
    } catch (AloftException e) {
      if (e.problems().isEmpty()) {
        throw e;
      }
      System.out.println(Json.line(RecordJson.of(e.problems().get(0))));
      System.exit(REFUSED);
      throw e;
    }
  }

  private static boolean endIfEmpty(EndpointHost host, EndpointRecords records) {
    boolean ended = host.closeIfEmpty();
    Optional<HostingProcess> known = records.server();
    if (ended && known.isPresent() && known.get().equals(host.process())) {
      records.deleteServer();
    }
    return ended;
  }
}
