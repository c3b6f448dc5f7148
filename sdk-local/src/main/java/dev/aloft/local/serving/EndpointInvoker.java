package dev.aloft.local.serving;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.local.http.KeepAliveClient;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import dev.aloft.serving.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Predictions of one endpoint: without a socket where this program holds it, else over a kept
 * connection. JSON goes to the V2 path, anything else to {@code /endpoints/{name}/invocations}.
 * Thread-safe.
 */
final class EndpointInvoker implements Invoker {
  private static final JsonMapper JSON = new JsonMapper();

  private final String name;
  private final String url;
  private final long maxBody;
  private final Holders holders;
  private final DriverContext context;

  EndpointInvoker(String name, String url, long maxBody, Holders holders, DriverContext context) {
    this.name = name;
    this.url = url;
    this.maxBody = maxBody;
    this.holders = holders;
    this.context = context;
  }

  @Override
  public Protocol protocol() {
    return Protocol.V2;
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public long maxRequestBytes() {
    return maxBody;
  }

  @Override
  public Reply invoke(Payload payload, Duration timeout) {
    if (payload.body().length > maxBody) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "a request of "
                  + payload.body().length
                  + " bytes is larger than the "
                  + maxBody
                  + " that endpoints take here; send fewer rows at once, or raise max-body")
          .resource(name)
          .build();
    }
    Call.Builder call = context.call("Predict", name).bucket("predict").timeout(timeout);
    return context.send(
        payload.isRepeatable() ? call.repeatable().build() : call.build(),
        () -> ask(payload, timeout));
  }

  private Reply ask(Payload payload, Duration timeout) {
    String path =
        MediaTypes.base(payload.contentType()).equals(MediaTypes.JSON)
            ? "/v2/models/" + name + "/infer"
            : "/endpoints/" + name + "/invocations";
    Map<String, String> headers = new LinkedHashMap<>(payload.headers());
    headers.put("content-type", payload.contentType());
    Optional<EndpointHost> here = holders.here(name);
    return here.isPresent()
        ? here(here.get(), Request.of("POST", path, headers, payload.body()))
        : there(path, headers, payload.body(), timeout);
  }

  private Reply here(EndpointHost host, Request request) {
    Response response = host.answer(request);
    return reply(response.status(), response.contentType(), response.headers(), response.body());
  }

  private Reply there(String path, Map<String, String> headers, byte[] body, Duration timeout) {
    HostingProcess process = holders.process(name);
    headers.put("authorization", "Bearer " + process.token());
    try {
      KeepAliveClient.Answer answer =
          holders.client(process).send("POST", path, headers, body, timeout);
      return reply(
          answer.status(),
          answer.headers().getOrDefault("content-type", ""),
          answer.headers(),
          answer.body());
    } catch (IOException e) {
      throw AdminClient.unreachable(process, e);
    }
  }

  private Reply reply(int status, String contentType, Map<String, String> headers, byte[] body) {
    if (status == 200) {
      return new Reply(body, contentType, headers, headers.get(Scoring.REVISION));
    }
    String reason = reason(body);
    throw switch (status) {
      case 404 -> error(ErrorCode.NOT_FOUND, reason, Blame.REQUEST);
      case 401 -> error(ErrorCode.UNAUTHENTICATED, reason, Blame.PERMISSION);
      case 503 -> error(ErrorCode.UNAVAILABLE, reason, Blame.PROVIDER);
      default ->
          error(ErrorCode.MODEL_FAILED, reason, status < 500 ? Blame.REQUEST : Blame.USER_CODE);
    };
  }

  private AloftException error(ErrorCode code, String reason, Blame blame) {
    return AloftException.of(code, "\"" + name + "\" answered: " + reason)
        .resource(name)
        .blame(blame)
        .effect(Effect.NONE)
        .build();
  }

  private static String reason(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      tools.jackson.databind.JsonNode node = JSON.readTree(text);
      return node.path("error").asString(node.path("message").asString(text));
    } catch (JacksonException e) {
      return text;
    }
  }
}
