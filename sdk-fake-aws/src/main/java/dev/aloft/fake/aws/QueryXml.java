package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import java.io.StringWriter;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the services of the query protocol answer. */
final class QueryXml {
  private static final String TYPE = "text/xml";

  private QueryXml() {}

  static Answer ok(String namespace, String operation, ObjectNode result) {
    return write(
        200,
        operation + "Response",
        namespace,
        xml -> {
          xml.writeStartElement(operation + "Result");
          members(xml, result);
          xml.writeEndElement();
        });
  }

  static Answer failure(String namespace, AwsFailure failure, String requestId) {
    return write(
        failure.status(),
        "ErrorResponse",
        namespace,
        xml -> {
          xml.writeStartElement("Error");
          text(xml, "Type", failure.status() < 500 ? "Sender" : "Receiver");
          text(xml, "Code", failure.code());
          text(xml, "Message", failure.message());
          xml.writeEndElement();
          text(xml, "RequestId", requestId);
        });
  }

  private interface Content {
    void writeTo(XMLStreamWriter xml) throws XMLStreamException;
  }

  private static Answer write(int status, String root, String namespace, Content content) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartElement(root);
      xml.writeDefaultNamespace(namespace);
      content.writeTo(xml);
      xml.writeEndElement();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("an answer could not be written", e);
    }
    return Answer.of(status, TYPE, text.toString());
  }

  private static void members(XMLStreamWriter xml, JsonNode value) throws XMLStreamException {
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      element(xml, member.getKey(), member.getValue());
    }
  }

  private static void element(XMLStreamWriter xml, String name, JsonNode value)
      throws XMLStreamException {
    xml.writeStartElement(name);
    if (value.isObject()) {
      members(xml, value);
    } else if (value.isArray()) {
      for (JsonNode one : value) {
        element(xml, "member", one);
      }
    } else {
      xml.writeCharacters(value.asString());
    }
    xml.writeEndElement();
  }

  private static void text(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(value);
    xml.writeEndElement();
  }
}
