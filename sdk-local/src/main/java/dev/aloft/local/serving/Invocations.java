package dev.aloft.local.serving;

import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What MLflow's scoring server and SageMaker's containers have in common: {@code POST /invocations}
 * and a {@code GET} that is 200 once the model answers. Who is meant is told by the body:
 *
 * <ul>
 *   <li>JSON is MLflow's; {@code {"instances": …}} of a SageMaker client is read, and answered, in
 *       the same way.
 *   <li>CSV whose first line holds the names of the model's inputs is MLflow's: the answer is
 *       {@code {"predictions": …}}.
 *   <li>CSV without such a line is SageMaker's: the answer is CSV, or JSON where the caller accepts
 *       only that.
 * </ul>
 *
 * <p>A caller of either kind who accepts {@code text/csv} gets CSV. Errors have the shape of the
 * one who is meant; anything but JSON and CSV is refused with 415.
 */
final class Invocations {
  private static final Set<String> VERBS = Set.of("invocations", "ping", "health", "version");
  private static final Codec MLFLOW = Codecs.of(Protocol.MLFLOW);
  private static final Codec SAGEMAKER = Codecs.of(Protocol.SAGEMAKER);

  private Invocations() {}

  static boolean knows(String verb) {
    return VERBS.contains(verb);
  }

  static Response answer(HostedEndpoint endpoint, Request request, String verb) {
    if (!knows(verb)) {
      return Errors.mlflow(404, "an endpoint has no \"" + verb + "\"");
    }
    if (verb.equals("invocations")) {
      return invoke(endpoint, request);
    }
    if (!request.method().equals("GET")) {
      return Errors.method(Errors::mlflow, "GET");
    }
    if (verb.equals("version")) {
      return Response.text(200, About.VERSION);
    }
    return endpoint.isReady()
        ? Response.text(200, "\n")
        : Errors.notReady(Errors::mlflow, endpoint.name());
  }

  private static Response invoke(HostedEndpoint endpoint, Request request) {
    if (!request.method().equals("POST")) {
      return Errors.method(Errors::mlflow, "POST");
    }
    Optional<HostedRevision> next = endpoint.next();
    if (next.isEmpty()) {
      return Errors.notReady(Errors::mlflow, endpoint.name());
    }
    HostedRevision revision = next.get();
    String contentType = request.header("content-type");
    boolean plainCsv =
        MediaTypes.base(contentType).equals(MediaTypes.CSV)
            && !startsWithNames(request.body(), revision.model().orElseThrow().signature());
    Codec reads = plainCsv ? SAGEMAKER : MLFLOW;
    boolean csv = plainCsv || MediaTypes.wantsCsv(request.header("accept"));
    return new Scoring(
            endpoint,
            revision,
            reads,
            csv ? SAGEMAKER : MLFLOW,
            plainCsv ? Errors::sagemaker : Errors::mlflow)
        .answer(request, contentType);
  }

  /** Whether the fields of the first line are names of inputs, in any order. */
  private static boolean startsWithNames(byte[] body, Signature signature) {
    int end = 0;
    while (end < body.length && body[end] != '\n' && body[end] != '\r') {
      end++;
    }
    Set<String> names =
        signature.inputs().stream().map(input -> input.name()).collect(Collectors.toSet());
    String[] fields = new String(body, 0, end, StandardCharsets.UTF_8).split(",", -1);
    return Arrays.stream(fields).map(Invocations::unquoted).allMatch(names::contains);
  }

  private static String unquoted(String field) {
    String text = field.trim();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
