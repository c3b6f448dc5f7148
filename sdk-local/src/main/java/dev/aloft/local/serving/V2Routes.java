package dev.aloft.local.serving;

import dev.aloft.data.Column;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.local.disk.Json;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import dev.aloft.serving.Protocol;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Open Inference Protocol V2 over REST with JSON. The model's name is the endpoint's, its versions
 * are the hashes of the revisions that take calls; a request that names none is shared between
 * them.
 */
final class V2Routes {
  private static final String MODELS = "/v2/models/";
  private static final String VERSIONS = "versions/";
  private static final Codec CODEC = Codecs.of(Protocol.V2);

  private final EndpointHost host;

  V2Routes(EndpointHost host) {
    this.host = host;
  }

  Response answer(Request request) {
    String path = request.path();
    if (path.startsWith(MODELS)) {
      return model(request, path.substring(MODELS.length()));
    }
    return switch (path) {
      case "/v2", "/v2/" -> get(request, server());
      case "/v2/health/live" -> get(request, Json.object().put("live", true));
      case "/v2/health/ready" -> ready(request, isReady());
      case "/v2/models" -> get(request, models());
      default -> Errors.inference(404, "there is nothing at " + path);
    };
  }

  private Response model(Request request, String rest) {
    int slash = rest.indexOf('/');
    String name = slash < 0 ? rest : rest.substring(0, slash);
    Optional<HostedEndpoint> endpoint = host.endpoint(name);
    if (endpoint.isEmpty()) {
      return Errors.inference(404, "there is no model \"" + name + "\"");
    }
    String tail = slash < 0 ? "" : rest.substring(slash + 1);
    if (tail.startsWith(VERSIONS)) {
      return version(request, endpoint.get(), tail.substring(VERSIONS.length()));
    }
    return verb(request, endpoint.get(), endpoint.get().next(), tail);
  }

  private static Response version(Request request, HostedEndpoint endpoint, String rest) {
    int slash = rest.indexOf('/');
    String hash = slash < 0 ? rest : rest.substring(0, slash);
    Optional<HostedRevision> revision = endpoint.revision(hash);
    return revision.isPresent()
        ? verb(
            request,
            endpoint,
            revision.filter(HostedRevision::isReady),
            slash < 0 ? "" : rest.substring(slash + 1))
        : Errors.inference(404, "\"" + endpoint.name() + "\" has no version \"" + hash + "\"");
  }

  private static Response verb(
      Request request, HostedEndpoint endpoint, Optional<HostedRevision> revision, String verb) {
    return switch (verb) {
      case "infer" -> infer(request, endpoint, revision);
      case "ready" -> ready(request, endpoint.name(), revision.isPresent());
      case "" ->
          revision.isPresent()
              ? get(request, metadata(endpoint, revision.get()))
              : Errors.notReady(Errors::inference, endpoint.name());
      default -> Errors.inference(404, "a model has no \"" + verb + "\"");
    };
  }

  private static Response infer(
      Request request, HostedEndpoint endpoint, Optional<HostedRevision> revision) {
    if (!request.method().equals("POST")) {
      return Errors.method(Errors::inference, "POST");
    }
    if (!request.header("inference-header-content-length").isEmpty()) {
      return Errors.inference(
          415, "the binary form is not spoken here; send the tensors' data as JSON");
    }
    if (revision.isEmpty()) {
      return Errors.notReady(Errors::inference, endpoint.name());
    }
    return new Scoring(endpoint, revision.get(), CODEC, CODEC, Errors::inference)
        .answer(request, MediaTypes.jsonUnlessSaid(request));
  }

  private boolean isReady() {
    return !host.endpoints().isEmpty()
        && host.endpoints().stream().allMatch(HostedEndpoint::isReady);
  }

  private static Response ready(Request request, boolean ready) {
    Response answer = get(request, Json.object().put("ready", ready));
    return ready || answer.status() != 200 ? answer : unready(answer);
  }

  private static Response ready(Request request, String name, boolean ready) {
    Response answer = get(request, Json.object().put("name", name).put("ready", ready));
    return ready || answer.status() != 200 ? answer : unready(answer);
  }

  private static Response unready(Response answer) {
    return Response.of(503, answer.contentType(), answer.body()).with("retry-after", "1");
  }

  private static Response get(Request request, ObjectNode body) {
    return request.method().equals("GET")
        ? Response.json(200, Json.line(body))
        : Errors.method(Errors::inference, "GET");
  }

  private static ObjectNode server() {
    ObjectNode server = Json.object().put("name", "aloft").put("version", About.VERSION);
    server.putArray("extensions");
    return server;
  }

  private ObjectNode models() {
    ObjectNode models = Json.object();
    ArrayNode names = models.putArray("models");
    host.names().forEach(names::add);
    return models;
  }

  private static ObjectNode metadata(HostedEndpoint endpoint, HostedRevision revision) {
    ServedModel model = revision.model().orElseThrow();
    ObjectNode metadata = Json.object().put("name", endpoint.name());
    ArrayNode versions = metadata.putArray("versions");
    endpoint.routed().forEach(routed -> versions.add(routed.hash()));
    metadata.put("platform", model.platform());
    tensors(metadata.putArray("inputs"), model.signature().inputs());
    tensors(metadata.putArray("outputs"), model.signature().outputs());
    return metadata;
  }

  private static void tensors(ArrayNode array, List<Column> columns) {
    for (Column column : columns) {
      array
          .addObject()
          .put("name", column.name())
          .put("datatype", Codecs.v2Datatype(column))
          .putArray("shape")
          .add(-1);
    }
  }
}
