package dev.aloft.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A policy of {@code docs/sagemaker}. */
record IamPolicy(List<Statement> statements) {

  /** What is allowed, and on what. */
  record Statement(Set<String> actions, Set<String> resources, JsonNode condition) {}

  static IamPolicy read(String file) throws IOException {
    JsonNode policy =
        JsonMapper.shared().readTree(Files.readString(Path.of("..", "docs", "sagemaker", file)));
    List<Statement> statements = new ArrayList<>();
    for (JsonNode one : policy.get("Statement")) {
      statements.add(
          new Statement(
              texts(one.get("Action")), texts(one.get("Resource")), one.path("Condition")));
    }
    return new IamPolicy(statements);
  }

  private static Set<String> texts(JsonNode node) {
    Set<String> texts = new TreeSet<>();
    if (node.isArray()) {
      node.forEach(one -> texts.add(one.stringValue()));
    } else {
      texts.add(node.stringValue());
    }
    return texts;
  }

  /** Every action that any statement allows. */
  Set<String> actions() {
    Set<String> all = new TreeSet<>();
    statements.forEach(statement -> all.addAll(statement.actions()));
    return all;
  }
}
