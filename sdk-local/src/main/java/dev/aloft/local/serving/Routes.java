package dev.aloft.local.serving;

import dev.aloft.local.http.HttpHandler;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import java.util.Optional;

/**
 * Which path speaks which protocol. All of them reach the same models:
 *
 * <table>
 *   <caption>Paths</caption>
 *   <tr><td>{@code /v2/…}</td><td>Open Inference Protocol V2; the model's name is the endpoint's
 *   </td></tr>
 *   <tr><td>{@code /v1/models/{name}:predict}</td><td>V1</td></tr>
 *   <tr><td>{@code /endpoints/{name}/invocations}, {@code …/ping}, {@code …/health},
 *   {@code …/version}</td><td>MLflow and SageMaker, see {@link Invocations}</td></tr>
 *   <tr><td>{@code /invocations}, {@code /ping}, {@code /health}, {@code /version}</td><td>the same,
 *   while there is exactly one endpoint</td></tr>
 *   <tr><td>{@code /aloft/…}</td><td>the administration</td></tr>
 * </table>
 */
final class Routes implements HttpHandler {
  private static final String ADMIN = "/aloft/";
  private static final String NAMED = "/endpoints/";

  private final EndpointHost host;
  private final AccessTokens tokens;
  private final V2Routes v2;
  private final V1Routes v1;
  private final AdminRoutes admin;

  Routes(EndpointHost host, AccessTokens tokens) {
    this.host = host;
    this.tokens = tokens;
    this.v2 = new V2Routes(host);
    this.v1 = new V1Routes(host);
    this.admin = new AdminRoutes(host);
  }

  @Override
  public Response handle(Request request) {
    if (request.path().startsWith(ADMIN)) {
      return tokens.mayChange(request) ? admin.answer(request) : unknownCaller();
    }
    return tokens.mayCall(request) ? answer(request) : unknownCaller();
  }

  @Override
  public boolean isLong(Request request) {
    return request.path().startsWith(ADMIN) || HttpHandler.super.isLong(request);
  }

  /** Answers a caller who is known. */
  Response answer(Request request) {
    String path = request.path();
    if (path.startsWith("/v2")) {
      return v2.answer(request);
    }
    if (path.startsWith("/v1/")) {
      return v1.answer(request);
    }
    return path.startsWith(NAMED)
        ? named(request, path.substring(NAMED.length()))
        : bare(request, path.substring(1));
  }

  private Response named(Request request, String rest) {
    int slash = rest.indexOf('/');
    String name = slash < 0 ? rest : rest.substring(0, slash);
    Optional<HostedEndpoint> endpoint = host.endpoint(name);
    return endpoint.isPresent()
        ? Invocations.answer(endpoint.get(), request, slash < 0 ? "" : rest.substring(slash + 1))
        : Errors.mlflow(404, "there is no endpoint \"" + name + "\"");
  }

  private Response bare(Request request, String verb) {
    if (!Invocations.knows(verb)) {
      return Errors.inference(404, "there is nothing at " + request.path());
    }
    if (host.endpoints().size() == 1) {
      return Invocations.answer(host.endpoints().iterator().next(), request, verb);
    }
    return host.endpoints().isEmpty()
        ? Errors.mlflow(503, "there is no endpoint yet")
        : Errors.mlflow(
            404,
            "there are several endpoints: ask /endpoints/{name}/"
                + verb
                + " for one of "
                + host.names());
  }

  private static Response unknownCaller() {
    return Errors.inference(401, "show the token: Authorization: Bearer …")
        .with("www-authenticate", "Bearer");
  }
}
