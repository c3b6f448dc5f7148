package dev.aloft.testkit;

import dev.aloft.Aloft;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a provider gives to the conformance suites: ways into one place (an account and region, a
 * home, a fake), and things to do there. Used from several threads.
 */
public interface ProviderHarness extends AutoCloseable {

  /** The words that reading requests begin with, unless a provider knows better. */
  Set<String> READING_WORDS =
      Set.of("get", "list", "describe", "head", "read", "find", "look", "search", "batchget");

  /** Which provider this is, and how it is set up: the name of its report. */
  String name();

  /**
   * A builder of a client at the place. The suite adds layers and opens it; every client stands for
   * a process of its own, and all of them share the intent log.
   */
  Aloft.Builder client();

  /**
   * The same for somebody else who works at the same place: with a staging store, and therefore an
   * intent log, of his own.
   */
  Aloft.Builder strangersClient();

  /** Things to do at the place. */
  Fixtures fixtures();

  /**
   * Ends the process of a client: what lives inside of it is gone, and nobody is told. Its vendor
   * requests are stopped already. Default: closes the client.
   */
  default void crash(Aloft client) {
    client.close();
  }

  /**
   * Everything that exists at the place and belongs to nobody else, runs that have ended left out.
   * Default: cannot be told.
   */
  default Optional<List<Thing>> things() {
    return Optional.empty();
  }

  /**
   * Lets time go by for everybody at the place, so that leases and lags are over. Default: waits
   * that long.
   */
  default void pass(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  /**
   * How long one operation of the fixtures may take, by the clients' clock. Default: five minutes.
   */
  default Duration patience() {
    return Duration.ofMinutes(5);
  }

  /** A setting whose value is a secret. The suites set it to a mark and search for the mark. */
  default Optional<String> secretSetting() {
    return Optional.empty();
  }

  /**
   * Whether a vendor request changes anything. Default: unless its name begins with a word such as
   * get, list or describe.
   */
  default boolean isWrite(Call request) {
    String operation = request.operation().toLowerCase(Locale.ROOT);
    return READING_WORDS.stream().noneMatch(operation::startsWith);
  }

  /** Now, by the clients' clock. Default: the system's. */
  default Instant now() {
    return Instant.now();
  }

  /** How raw requests are written there. Default: Open Inference Protocol V2. */
  default RawForm rawForm() {
    return RawForm.V2;
  }

  /** The largest request that an endpoint takes, in bytes. */
  long largestRequest();

  /**
   * How many vendor requests the place has seen, whoever sent them. Default: cannot be told. Where
   * it can, the suites prove that none of them went past the layers.
   */
  default OptionalLong requestsSeen() {
    return OptionalLong.empty();
  }

  /**
   * Whether a vendor request goes to the place, and not to another store, such as the one for files
   * of this machine. Default: all do.
   */
  default boolean isForPlace(Call request) {
    return true;
  }

  /** What the serving driver decides, case by case. Default: none beyond the suite's own. */
  default List<NextFixture> nextFixtures() {
    return List.of();
  }

  /**
   * How many places, each with processes of its own, may be at work at the same time. Default 1.
   */
  default int placesAtATime() {
    return 1;
  }

  /** Ends everything that was opened. */
  @Override
  void close();
}
