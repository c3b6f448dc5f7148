package dev.aloft.fake.aws.internal.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An element of a request's XML. Document types, and so external entities, are refused. */
final class XmlIn {
  private final Element element;

  private XmlIn(Element element) {
    this.element = element;
  }

  /** The root, which must have such a name. */
  static XmlIn read(byte[] xml, String root) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Element element = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
      if (!root.equals(element.getLocalName())) {
        throw S3Failure.malformedXml();
      }
      return new XmlIn(element);
    } catch (SAXException e) {
      throw S3Failure.malformedXml();
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The elements of a name right below. */
  List<XmlIn> all(String name) {
    List<XmlIn> found = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && name.equals(child.getLocalName())) {
        found.add(new XmlIn(child));
      }
    }
    return found;
  }

  /** The text of an element right below; null when it is missing. */
  @Nullable String text(String name) {
    List<XmlIn> found = all(name);
    return found.isEmpty() ? null : found.get(0).element.getTextContent();
  }

  /** The text of an element right below, which must be there. */
  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw S3Failure.malformedXml();
    }
    return text;
  }
}
