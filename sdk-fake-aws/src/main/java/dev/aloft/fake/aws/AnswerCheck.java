package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks what the fake answers against the vendor's model, more strictly than clients do. */
final class AnswerCheck {
  private final ServiceModel model;
  private final List<String> violations = new ArrayList<>();

  AnswerCheck(ServiceModel model) {
    this.model = model;
  }

  List<String> check(String shape, ObjectNode message) {
    value(model.shape(shape), message, "");
    return List.copyOf(violations);
  }

  private void value(Shape shape, JsonNode value, String place) {
    if (!JsonTypes.fits(shape.type(), value)) {
      violations.add(place + " is " + value.getNodeType() + " and not " + shape.type());
      return;
    }
    switch (shape.type()) {
      case "structure" -> structure(shape, value, place);
      case "list" -> {
        int number = 0;
        for (JsonNode element : value) {
          value(element(shape), element, place + "[" + number++ + "]");
        }
      }
      case "map" -> {
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          value(element(shape), entry.getValue(), place + "[" + entry.getKey() + "]");
        }
      }
      default -> {
        if (!shape.allowed().isEmpty() && !shape.allowed().contains(value.asString())) {
          violations.add(place + " is " + value + " and none of " + shape.allowed());
        }
      }
    }
  }

  private Shape element(Shape shape) {
    return model.shape(String.valueOf(shape.element()));
  }

  private void structure(Shape shape, JsonNode value, String place) {
    for (String name : shape.required()) {
      if (!value.hasNonNull(name)) {
        violations.add(place + "." + name + " is missing");
      }
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String type = shape.members().get(member.getKey());
      if (type == null) {
        violations.add(place + "." + member.getKey() + " is not in the model");
      } else {
        value(model.shape(type), member.getValue(), place + "." + member.getKey());
      }
    }
  }
}
