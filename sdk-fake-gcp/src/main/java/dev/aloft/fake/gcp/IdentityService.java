package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives tokens to whoever asks, in his own name or in a service account's: the fake takes any. */
final class IdentityService implements HttpService {
  private static final String TOKEN = "/token";
  private static final Pattern ACCOUNT =
      Pattern.compile("/v1/projects/[^/]+/serviceAccounts/([^/:]+):(generateAccessToken|signBlob)");
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final Cloud cloud;

  IdentityService(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public boolean takes(Request request) {
    String path = request.path();
    return request.method().equals("POST")
        && (path.equals(TOKEN) || ACCOUNT.matcher(path).matches());
  }

  @Override
  public Conversation open(Request request) throws IOException {
    Matcher account = ACCOUNT.matcher(request.path());
    if (!account.matches()) {
      Question question = new Question("oauth2", "oauth2.token", "", "", "", null);
      return new JsonCall(question, IdentityService::token);
    }
    JsonNode asked = JsonBodies.parse(JsonBodies.read(request));
    String verb = account.group(2);
    boolean signs = verb.equals("signBlob");
    Question question =
        new Question(
            "iamcredentials",
            "iamcredentials." + verb,
            account.group(1),
            "iam.serviceAccounts." + (signs ? "signBlob" : "getAccessToken"),
            "",
            null);
    return new JsonCall(question, signs ? () -> signature(asked) : this::accessToken);
  }

  private static Answer token() {
    ObjectNode token = JsonBodies.object();
    return JsonBodies.answer(
        token
            .put("access_token", "ya29.fake")
            .put("expires_in", LIFETIME.toSeconds() - 1)
            .put("token_type", "Bearer"));
  }

  private Answer accessToken() {
    Instant end = cloud.clock().realNow().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
    ObjectNode token = JsonBodies.object();
    return JsonBodies.answer(
        token.put("accessToken", "ya29.fake").put("expireTime", end.toString()));
  }

  private static Answer signature(JsonNode asked) {
    String payload = asked.path("payload").asString("");
    byte[] signature = ("signed:" + payload).getBytes(StandardCharsets.UTF_8);
    ObjectNode signed = JsonBodies.object();
    return JsonBodies.answer(
        signed
            .put("keyId", "fake")
            .put("signedBlob", Base64.getEncoder().encodeToString(signature)));
  }
}
