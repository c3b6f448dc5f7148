package dev.aloft.internal.intent;

import dev.aloft.internal.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Texts that are secrets by their form: keys and tokens of known services. */
public final class SecretFormats {
  /** How those that begin a word go on; most words end at the look at their first letter. */
  private static final String WORDS =
      String.join(
          "|",
          "(?:AKIA|ASIA)[0-9A-Z]{16}\\b",
          "AIza[0-9A-Za-z_-]{35}",
          "AccountKey=[A-Za-z0-9+/=]{40,}",
          "gh[pousr]_[A-Za-z0-9]{36,}",
          "github_pat_[A-Za-z0-9_]{22,}",
          "hf_[A-Za-z0-9]{30,}",
          "xox[a-z]-[A-Za-z0-9-]{10,}",
          "dapi[0-9a-f]{32}",
          "sk-[A-Za-z0-9_-]{32,}",
          "ya29\\.[0-9A-Za-z_-]{20,}",
          "eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*");

  private static final Pattern KNOWN =
      Pattern.compile(
          String.join(
              "|",
              "(?=[Aghxdsye])\\b(?:" + WORDS + ")",
              "-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*",
              "[?&](?:sig=[A-Za-z0-9%+/=]{20,}|X-Amz-Signature=[0-9a-f]{64})"));

  private SecretFormats() {}

  /** Whether a text holds one. */
  public static boolean matches(String text) {
    return KNOWN.matcher(text).find();
  }

  /** The paths of the texts in a JSON document that hold one. */
  public static List<String> fields(String json) {
    List<String> found = new ArrayList<>();
    collect("", JsonTree.read(json), found);
    return found;
  }

  private static void collect(String path, JsonNode node, List<String> found) {
    if (node.isString() && matches(node.stringValue())) {
      found.add(path);
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    node.properties().forEach(entry -> collect(prefix + entry.getKey(), entry.getValue(), found));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(path + "[" + i + "]", node.get(i), found);
    }
  }

  /** The text with {@code ***} in place of each. */
  public static String redact(String text) {
    return KNOWN.matcher(text).replaceAll("***");
  }
}
