package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls on identities that clients of SageMaker make: STS tells who calls, and every role that
 * has a lawful name exists in IAM.
 */
final class IdentityOperations {
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/([\\w+=,.@/-]*/)?([\\w+=,.@-]{1,64})");

  private final Cloud cloud;

  IdentityOperations(Cloud cloud) {
    this.cloud = cloud;
  }

  QueryService sts() {
    return new QueryService(cloud, "sts", "2011-06-15")
        .on("GetCallerIdentity", (input, caller) -> callerIdentity(caller))
        .on("AssumeRole", (input, caller) -> assumeRole(input));
  }

  QueryService iam() {
    return new QueryService(cloud, "iam", "2010-05-08")
        .on("GetRole", (input, caller) -> getRole(input));
  }

  private ObjectNode callerIdentity(Caller caller) {
    ObjectNode answer = JsonAnswers.message();
    answer.put("Arn", "arn:aws:iam::" + cloud.account() + ":user/" + caller.accessKey());
    answer.put("UserId", caller.accessKey());
    answer.put("Account", cloud.account());
    return answer;
  }

  private ObjectNode assumeRole(ObjectNode input) {
    String arn = input.path("RoleArn").asString("");
    String session = input.path("RoleSessionName").asString("");
    Matcher role = ROLE_ARN.matcher(arn);
    if (!role.matches()) {
      throw new AwsFailure(400, "ValidationError", arn + " is invalid");
    }
    if (!ROLE_NAME.matcher(session).matches()) {
      throw new AwsFailure(
          400,
          "ValidationError",
          "1 validation error detected: Value '"
              + session
              + "' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\w+=,.@-]*");
    }
    String id = "AROA" + suffix(role.group(2));
    ObjectNode answer = JsonAnswers.message();
    ObjectNode credentials = answer.putObject("Credentials");
    credentials.put("AccessKeyId", "ASIA" + suffix(UUID.randomUUID().toString()));
    credentials.put("SecretAccessKey", UUID.randomUUID().toString());
    credentials.put("SessionToken", UUID.randomUUID().toString());
    long seconds = input.path("DurationSeconds").asLong(Duration.ofHours(1).toSeconds());
    credentials.put("Expiration", iso(cloud.clock().realNow().plusSeconds(seconds)));
    ObjectNode user = answer.putObject("AssumedRoleUser");
    user.put("AssumedRoleId", id + ":" + session);
    user.put(
        "Arn",
        "arn:aws:sts::" + cloud.account() + ":assumed-role/" + role.group(2) + "/" + session);
    return answer;
  }

  private ObjectNode getRole(ObjectNode input) {
    String name = input.path("RoleName").asString("");
    if (!ROLE_NAME.matcher(name).matches()) {
      throw new AwsFailure(
          400,
          "ValidationError",
          "1 validation error detected: Value '"
              + name
              + "' at 'roleName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\w+=,.@-]+");
    }
    ObjectNode answer = JsonAnswers.message();
    ObjectNode role = answer.putObject("Role");
    role.put("Path", "/");
    role.put("RoleName", name);
    role.put("RoleId", "AROA" + suffix(name));
    role.put("Arn", "arn:aws:iam::" + cloud.account() + ":role/" + name);
    role.put("CreateDate", "2026-01-01T00:00:00Z");
    return answer;
  }

  private static String iso(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The last letters of an id, always the same for the same name. */
  private static String suffix(String name) {
    UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return hash.toString().replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
  }
}
