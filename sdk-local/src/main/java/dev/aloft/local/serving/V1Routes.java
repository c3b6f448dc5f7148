package dev.aloft.local.serving;

import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.local.disk.Json;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import dev.aloft.serving.Protocol;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** V1, as KServe's servers speak it. */
final class V1Routes {
  private static final String MODELS = "/v1/models/";
  private static final String PREDICT = ":predict";
  private static final Codec CODEC = Codecs.of(Protocol.V1);

  private final EndpointHost host;

  V1Routes(EndpointHost host) {
    this.host = host;
  }

  Response answer(Request request) {
    String path = request.path();
    if (path.equals("/v1/models")) {
      return models(request);
    }
    if (!path.startsWith(MODELS)) {
      return Errors.inference(404, "there is nothing at " + path);
    }
    boolean predict = path.endsWith(PREDICT);
    String name = path.substring(MODELS.length(), path.length() - (predict ? PREDICT.length() : 0));
    Optional<HostedEndpoint> endpoint = host.endpoint(name);
    if (endpoint.isEmpty()) {
      return Errors.inference(404, "there is no model \"" + name + "\"");
    }
    return predict ? predict(request, endpoint.get()) : ready(request, endpoint.get());
  }

  private static Response predict(Request request, HostedEndpoint endpoint) {
    if (!request.method().equals("POST")) {
      return Errors.method(Errors::inference, "POST");
    }
    Optional<HostedRevision> revision = endpoint.next();
    return revision.isEmpty()
        ? Errors.notReady(Errors::inference, endpoint.name())
        : new Scoring(endpoint, revision.get(), CODEC, CODEC, Errors::inference)
            .answer(request, MediaTypes.jsonUnlessSaid(request));
  }

  private static Response ready(Request request, HostedEndpoint endpoint) {
    if (!request.method().equals("GET")) {
      return Errors.method(Errors::inference, "GET");
    }
    boolean ready = endpoint.isReady();
    return Response.json(
        ready ? 200 : 503,
        Json.line(Json.object().put("name", endpoint.name()).put("ready", ready)));
  }

  private Response models(Request request) {
    if (!request.method().equals("GET")) {
      return Errors.method(Errors::inference, "GET");
    }
    ObjectNode models = Json.object();
    ArrayNode names = models.putArray("models");
    host.names().forEach(names::add);
    return Response.json(200, Json.line(models));
  }
}
