package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.http.HttpAnswer;
import dev.aloft.layer.Call;
import dev.aloft.serving.Protocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of one endpoint, by the bytes that its container takes: nothing on the way reads
 * them, so that numbers keep their digits. An answer names the model that gave it, and so the
 * revision. Thread-safe.
 */
final class VertexInvoker implements Invoker {
  /** The largest request to an endpoint with a host of its own. */
  static final long LARGEST = 10_000_000;

  /** The largest request to one behind the shared host. */
  static final long LARGEST_SHARED = 1_500_000;

  /** What the service gives a model behind a host of the endpoint's own. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** What it gives one behind the shared host. */
  private static final Duration LONGEST_SHARED = Duration.ofSeconds(60);

  /** How much later the service says itself that a model was too slow. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final String name;
  private final @Nullable String host;
  private final Duration longest;
  private final GcpClients clients;
  private final DriverContext context;

  /**
   * A way to an endpoint.
   *
   * @param host its own host; null for the shared one
   * @param longest how long a model may take there; null for what is usual
   */
  VertexInvoker(
      String name,
      @Nullable String host,
      @Nullable Duration longest,
      GcpClients clients,
      DriverContext context) {
    this.name = name;
    this.host = host;
    Duration usual = host == null ? LONGEST_SHARED : LONGEST;
    this.longest = longest == null ? usual : longest;
    this.clients = clients;
    this.context = context;
  }

  @Override
  public Protocol protocol() {
    return Protocol.VERTEX;
  }

  @Override
  public String url() {
    String at = host == null ? GcpHosts.vertex(clients.config().requireLocation()) : host;
    return clients.address(at)
        + "/v1/"
        + clients.config().parent()
        + "/endpoints/"
        + name
        + ":rawPredict";
  }

  @Override
  public long maxRequestBytes() {
    return host == null ? LARGEST_SHARED : LARGEST;
  }

  @Override
  public Duration usualTimeout() {
    return longest.plus(GRACE);
  }

  @Override
  public Reply invoke(Payload payload, Duration timeout) {
    if (payload.body().length > maxRequestBytes()) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "a request of "
                  + payload.body().length
                  + " bytes is larger than the "
                  + maxRequestBytes()
                  + " that Vertex AI takes here; send fewer rows at once")
          .effect(Effect.NONE)
          .resource(name)
          .build();
    }
    Call.Builder call = context.call("RawPredict", name).bucket(GcpRates.PREDICT).timeout(timeout);
    Request.Builder request =
        new Request.Builder()
            .url(url())
            .post(RequestBody.create(payload.body(), MediaType.parse(payload.contentType())));
    payload.headers().forEach(request::header);
    return clients
        .predictions()
        .send(payload.isRepeatable() ? call.repeatable() : call, request, this::reply);
  }

  private Reply reply(HttpAnswer answer) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : answer.headers().names()) {
      headers.put(
          header.toLowerCase(Locale.ROOT), String.join(",", answer.headers().values(header)));
    }
    return new Reply(
        answer.body(),
        answer.header("Content-Type").orElse(""),
        headers,
        PredictionErrors.revision(name, answer));
  }
}
