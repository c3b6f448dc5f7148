package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalErrors;
import dev.aloft.local.disk.Json;
import dev.aloft.local.http.KeepAliveClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The administration of endpoints that another process holds. Thread-safe. */
final class AdminClient implements EndpointAdmin {

  private final HostingProcess process;
  private final KeepAliveClient client;
  private final Duration timeout;

  AdminClient(HostingProcess process, KeepAliveClient client, Duration timeout) {
    this.process = process;
    this.client = client;
    this.timeout = timeout;
  }

  @Override
  public Optional<EndpointRecord> find(String name) {
    try {
      return Optional.of(RecordJson.endpoint(send("GET", name, "")));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void load(String name, String owner, RevisionRecord revision) {
    send(
        "PUT",
        name + "/revisions/" + revision.hash() + by(owner),
        Json.line(RecordJson.of(revision)));
  }

  @Override
  public void route(
      String name, String owner, Map<String, Integer> traffic, @Nullable Duration expiresAfter) {
    String expiry = expiresAfter == null ? "" : "&" + AdminRoutes.EXPIRY + "=" + expiresAfter;
    send("PUT", name + "/traffic" + by(owner) + expiry, Json.line(Json.of(traffic)));
  }

  @Override
  public void unload(String name, String owner, String hash) {
    send("DELETE", name + "/revisions/" + hash + by(owner), "");
  }

  private static String by(String owner) {
    return "?owner=" + URLEncoder.encode(owner, StandardCharsets.UTF_8);
  }

  private JsonNode send(String method, String path, String body) {
    try {
      KeepAliveClient.Answer answer =
          client.send(
              method,
              AdminRoutes.ENDPOINTS + path,
              Map.of("authorization", "Bearer " + process.token()),
              body.getBytes(StandardCharsets.UTF_8),
              timeout);
      JsonNode node = Json.parse(new String(answer.body(), StandardCharsets.UTF_8));
      if (answer.status() != 200) {
        throw refusal(answer.status(), node);
      }
      return node;
    } catch (IOException e) {
      throw unreachable(process, e);
    } catch (JacksonException e) {
      throw AloftException.of(ErrorCode.PROVIDER_ERROR, "no answer of Aloft's from " + process)
          .cause(e)
          .build();
    }
  }

  private static AloftException refusal(int status, JsonNode node) {
    String reason = node.path("error").asString("status " + status);
    String code = node.path("code").asString("");
    if (status == 401) {
      // another server has taken the port since the record was read
      return AloftException.of(ErrorCode.UNAVAILABLE, reason).effect(Effect.NONE).build();
    }
    return AloftException.of(
            code.isEmpty() ? ErrorCode.PROVIDER_ERROR : ErrorCode.valueOf(code), reason)
        .effect(Effect.NONE)
        .build();
  }

  /** The error for a process that does not answer. */
  static AloftException unreachable(HostingProcess process, IOException cause) {
    if (cause instanceof java.nio.channels.ClosedByInterruptException) {
      return LocalErrors.translate("ask", process.toString(), cause);
    }
    return AloftException.of(
            ErrorCode.UNAVAILABLE, process + " does not answer: " + cause.getMessage())
        .effect(cause instanceof KeepAliveClient.NotSentException ? Effect.NONE : Effect.UNKNOWN)
        .cause(cause)
        .build();
  }
}
