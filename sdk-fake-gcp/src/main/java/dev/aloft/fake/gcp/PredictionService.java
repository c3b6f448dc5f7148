package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Predictions over HTTP, of any host: dedicated endpoints have their own. */
final class PredictionService implements HttpService {
  private static final Pattern PATH =
      Pattern.compile(
          "/v1(?:beta1)?/(projects/[^/]+/locations/[^/]+/endpoints/([^/:]+)):(predict|rawPredict)");

  private final Cloud cloud;

  PredictionService(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public boolean takes(Request request) {
    return request.method().equals("POST") && PATH.matcher(request.path()).matches();
  }

  @Override
  public Conversation open(Request request) throws IOException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw new IllegalArgumentException(request.path());
    }
    boolean raw = path.group(3).equals("rawPredict");
    byte[] body = JsonBodies.read(request);
    Predictions.Asked asked =
        new Predictions.Asked(
            cloud.projects().numbered(path.group(1)),
            Door.ofHttp(cloud, or(request.header("host"))),
            raw,
            or(request.header("content-type")),
            headers(request),
            body);
    Question question =
        new Question(
            "aiplatform",
            raw ? "RawPredict" : "Predict",
            path.group(2),
            "aiplatform.endpoints.predict",
            "",
            raw ? null : new String(body, StandardCharsets.UTF_8));
    return new JsonCall(question, () -> cloud.predictions().predict(asked));
  }

  private static String or(@Nullable String header) {
    return header == null ? "" : header;
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new TreeMap<>();
    request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return headers;
  }
}
