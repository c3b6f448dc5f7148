package dev.aloft.local.serving;

import dev.aloft.local.LocalErrors;
import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import dev.aloft.local.disk.Locks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoints of a home on disk, one file each. A file holds what is needed to speak to the
 * process that holds the endpoint, so that only its owner may read it. Thread-safe.
 */
final class EndpointRecords {
  private static final String ENDING = ".json";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path root;
  private final Path directory;
  private final Path server;
  private final Path lock;

  EndpointRecords(LocalHome home) {
    this.root = home.root();
    this.directory = home.root().resolve("endpoints");
    this.server = home.root().resolve("server.json");
    this.lock = home.root().resolve("server.lock");
  }

  /** The directory of the home. */
  Path home() {
    return root;
  }

  /** The endpoint of that name, whether its process runs or not. */
  Optional<EndpointRecord> find(String name) {
    return read(file(name)).map(RecordJson::endpoint);
  }

  /** Every endpoint, in order of names. */
  List<EndpointRecord> all() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .sorted()
          .flatMap(file -> read(file).stream())
          .map(RecordJson::endpoint)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw LocalErrors.translate("list", directory.toString(), e);
    }
  }

  void write(EndpointRecord record) {
    write(directory, file(record.name()), RecordJson.of(record));
  }

  /** Removes what programs left that could not end well. Gives how many endpoints that was. */
  int forgetEndedPrograms() {
    List<EndpointRecord> ended =
        all().stream()
            .filter(record -> !record.process().isServer() && !record.process().isAlive())
            .toList();
    ended.forEach(record -> delete(record.name()));
    return ended.size();
  }

  /** Removes a record and the log beside it. */
  void delete(String name) {
    delete(file(name));
    delete(log(name));
    delete(EndpointLog.older(log(name)));
  }

  /** The log of an endpoint. */
  Path log(String name) {
    return directory.resolve(name + ".log");
  }

  /** What the server process prints. */
  Path serverOutput() {
    return server.resolveSibling("server.log");
  }

  /** The server process of this home, whether it runs or not. */
  Optional<HostingProcess> server() {
    return read(server).map(RecordJson::process);
  }

  /** What the server process of this home was started with; nothing where that is not known. */
  Map<String, String> serverSettings() {
    return read(server).map(node -> Json.texts(node.path("settings"))).orElse(Map.of());
  }

  void writeServer(HostingProcess process, Map<String, String> settings) {
    ObjectNode document = RecordJson.of(process);
    document.set("settings", Json.of(settings));
    write(root, server, document);
  }

  void deleteServer() {
    delete(server);
  }

  /** Does something while no other process starts or ends a server of this home. */
  <T> T locked(Callable<T> body) {
    try {
      Durable.directories(root);
      return Locks.holding(lock, body);
    } catch (Exception e) {
      throw LocalErrors.translate("lock", lock.toString(), e);
    }
  }

  private Path file(String name) {
    return directory.resolve(name + ENDING);
  }

  private static Optional<JsonNode> read(Path file) {
    try {
      return Optional.of(Json.read(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw LocalErrors.translate("read", file.toString(), e);
    }
  }

  private static void write(Path parent, Path file, JsonNode document) {
    Path temporary = Durable.temporary(parent);
    try {
      Durable.directories(parent);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly())) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.write(document));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Durable.rename(temporary, file);
    } catch (IOException e) {
      throw LocalErrors.translate("write", file.toString(), e);
    } finally {
      delete(temporary);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw LocalErrors.translate("delete", file.toString(), e);
    }
  }
}
