package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.disk.Json;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The administration over HTTP, under {@code /aloft/endpoints/{name}}: {@code GET} gives the
 * endpoint; {@code PUT} and {@code DELETE} of {@code revisions/{hash}} and {@code traffic} change
 * it, for the owner that the query names.
 */
final class AdminRoutes {
  static final String ENDPOINTS = "/aloft/endpoints/";
  static final String EXPIRY = "expiresAfter";

  private final EndpointAdmin admin;

  AdminRoutes(EndpointAdmin admin) {
    this.admin = admin;
  }

  Response answer(Request request) {
    try {
      if (!request.path().startsWith(ENDPOINTS)) {
        throw unknown(request);
      }
      return answer(request, request.path().substring(ENDPOINTS.length()).split("/", -1));
    } catch (AloftException e) {
      return Response.json(
          status(e.code()),
          Json.line(Json.object().put("code", e.code().name()).put("error", e.summary())));
    }
  }

  private Response answer(Request request, String[] path) {
    String what = request.method() + (path.length > 1 ? " " + path[1] : "");
    switch (what + " " + path.length) {
      case "GET 1" -> {
        return Response.json(
            200, Json.line(RecordJson.of(admin.find(path[0]).orElseThrow(() -> unknown(request)))));
      }
      case "PUT revisions 3" ->
          admin.load(path[0], owner(request), RecordJson.revision(body(request)));
      case "DELETE revisions 3" -> admin.unload(path[0], owner(request), path[2]);
      case "PUT traffic 2" ->
          admin.route(
              path[0], owner(request), RecordJson.traffic(body(request)), expiresAfter(request));
      default -> throw unknown(request);
    }
    return Response.json(200, "{}");
  }

  private static String owner(Request request) {
    String owner = request.parameter("owner");
    if (owner == null) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "the owner is missing").build();
    }
    return owner;
  }

  private static @Nullable Duration expiresAfter(Request request) {
    String text = request.parameter(EXPIRY);
    try {
      return text == null ? null : Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "\"" + text + "\" is no duration")
          .cause(e)
          .build();
    }
  }

  private static JsonNode body(Request request) {
    try {
      return Json.parse(new String(request.body(), StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "no JSON: " + e.getOriginalMessage())
          .cause(e)
          .build();
    }
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case NOT_FOUND -> 404;
      case BUSY, ALREADY_EXISTS, CONFLICT_NOT_OURS -> 409;
      case INVALID_REQUEST, DATA_CORRUPTED -> 400;
      case UNAVAILABLE -> 503;
      default -> 500;
    };
  }

  private static AloftException unknown(Request request) {
    return AloftException.of(ErrorCode.NOT_FOUND, "there is nothing at " + request).build();
  }
}
