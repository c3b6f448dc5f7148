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
import dev.aloft.local.disk.Json;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Predictions of one endpoint: without a socket where this program holds it, else over a kept
 * connection. JSON goes to the V2 path, anything else to {@code /endpoints/{name}/invocations}.
 * Thread-safe.
 */
final class EndpointInvoker implements Invoker {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointInvoker.class);

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
    Request request = Request.of("POST", path, headers, payload.body());
    Optional<EndpointHost> here = holders.here(name);
    return here.isPresent() ? here(here.get(), request) : there(request, timeout);
  }

  private Reply here(EndpointHost host, Request request) {
    Response response = host.answer(request);
    return reply(response.status(), response.contentType(), response.headers(), response.body());
  }

  /** An endpoint that moved to another process since the last call is looked for once more. */
  private Reply there(Request request, Duration timeout) {
    HostingProcess last = holders.process(name);
    try {
      KeepAliveClient.Answer answer = send(last, request, timeout);
      if (answer.status() != 401) {
        return reply(answer);
      }
    } catch (KeepAliveClient.NotSentException e) {
      LOG.debug("{} is not reached any more", last, e);
    } catch (IOException e) {
      throw AdminClient.unreachable(last, e);
    }
    holders.forget(name, last);
    HostingProcess process = holders.process(name);
    try {
      return reply(send(process, request, timeout));
    } catch (IOException e) {
      throw AdminClient.unreachable(process, e);
    }
  }

  private KeepAliveClient.Answer send(HostingProcess process, Request request, Duration timeout)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.put("authorization", "Bearer " + process.token());
    return holders
        .client(process)
        .send(request.method(), request.path(), headers, request.body(), timeout);
  }

  private Reply reply(KeepAliveClient.Answer answer) {
    return reply(
        answer.status(),
        answer.headers().getOrDefault("content-type", ""),
        answer.headers(),
        answer.body());
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
      JsonNode node = Json.parse(text);
      return node.path("error").asString(node.path("message").asString(text));
    } catch (JacksonException e) {
      return text;
    }
  }
}
