package dev.aloft.internal.checks;

import dev.aloft.data.Secret;
import dev.aloft.error.Problems;
import dev.aloft.internal.intent.SecretFormats;
import java.util.Map;
import java.util.regex.Pattern;

/** Labels, environment variables and secrets, whatever they are for. */
final class VariableChecks {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9_.-]{0,63}");
  private static final Pattern REFERENCE =
      Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|(?!env:)[a-z][a-z0-9+.-]*:\\S+");
  private static final int MOST = 64;
  private static final int MOST_LABELS = 32;
  private static final int LONGEST_VALUE = 4_096;
  private static final String OURS = "ALOFT_";
  private static final String HIDDEN = "***";
  private static final String AS_SECRET =
      "no key or token: give it with secret(name, Secret.env(\"VARIABLE\"))";

  private VariableChecks() {}

  static void environment(
      Map<String, String> environment, Map<String, Secret> secrets, Problems problems) {
    environment.forEach(
        (name, value) -> {
          name("environment." + name, name, problems);
          problems.require(
              value.length() <= LONGEST_VALUE && value.indexOf('\0') < 0,
              "environment." + name,
              value.length() + " characters",
              "at most " + LONGEST_VALUE + " characters, none of them NUL");
          notSecret("environment." + name, value, problems);
        });
    secrets.forEach(
        (name, secret) -> {
          name("secrets." + name, name, problems);
          problems.require(
              REFERENCE.matcher(secret.reference()).matches()
                  && !SecretFormats.matches(secret.reference()),
              "secrets." + name,
              HIDDEN,
              "a reference, such as Secret.env(\"VARIABLE\") or Secret.of(\"aws-sm://prod/db\")");
          problems.require(
              !environment.containsKey(name),
              "secrets." + name,
              name,
              "a variable that environment does not set as well");
        });
    int count = environment.size() + secrets.size();
    problems.require(
        count <= MOST,
        "environment",
        count + " variables",
        "at most " + MOST + ", secrets included");
  }

  private static void name(String field, String name, Problems problems) {
    problems.require(
        VARIABLE.matcher(name).matches(),
        field,
        name,
        "a name of letters, digits and underscores, no digit first, at most 128 characters");
    problems.require(
        !name.startsWith(OURS), field, name, "a name that does not start with " + OURS);
  }

  static void labels(Map<String, String> labels, Problems problems) {
    labels.forEach(
        (name, value) -> {
          problems.require(
              LABEL.matcher(name).matches(),
              "labels." + name,
              name,
              "a name of lower-case letters, digits, - and _, a letter first, at most 63"
                  + " characters");
          problems.require(
              !name.startsWith("aloft-"),
              "labels." + name,
              name,
              "a name that does not start with aloft-");
          boolean secret = notSecret("labels." + name, value, problems);
          problems.require(
              secret || LABEL_VALUE.matcher(value).matches(),
              "labels." + name,
              value,
              "at most 63 letters, digits, -, _ and .");
        });
    problems.require(
        labels.size() <= MOST_LABELS,
        "labels",
        labels.size() + " labels",
        "at most " + MOST_LABELS);
  }

  /** Notes a fault when a text holds a key or token; gives whether it does. */
  static boolean notSecret(String field, String value, Problems problems) {
    boolean secret = SecretFormats.matches(value);
    problems.require(!secret, field, HIDDEN, AS_SECRET);
    return secret;
  }
}
