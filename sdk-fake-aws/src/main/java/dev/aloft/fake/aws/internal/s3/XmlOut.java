package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes an answer's XML. Not thread-safe. */
final class XmlOut {
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final XMLStreamWriter writer;

  private XmlOut(XMLStreamWriter writer) {
    this.writer = writer;
  }

  /** An answer whose root element has such a name and content. */
  static Answer answer(String root, Consumer<XmlOut> content) {
    return answer(200, root, NAMESPACE, content);
  }

  /** An error; it has no namespace. */
  static Answer error(int status, Consumer<XmlOut> content) {
    return answer(status, "Error", null, content);
  }

  private static Answer answer(
      int status, String root, @Nullable String namespace, Consumer<XmlOut> content) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      XMLStreamWriter writer = FACTORY.createXMLStreamWriter(bytes, "UTF-8");
      writer.writeStartDocument("UTF-8", "1.0");
      writer.writeCharacters("\n");
      writer.writeStartElement(root);
      if (namespace != null) {
        writer.writeDefaultNamespace(namespace);
      }
      content.accept(new XmlOut(writer));
      writer.writeEndDocument();
      writer.close();
      return Answer.of(status, "application/xml", bytes.toByteArray());
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An element with elements inside. */
  XmlOut element(String name, Consumer<XmlOut> content) {
    try {
      writer.writeStartElement(name);
      content.accept(this);
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An element with text; none when the text is null. */
  XmlOut text(String name, @Nullable Object text) {
    if (text == null) {
      return this;
    }
    return element(name, inside -> inside.write(text.toString()));
  }

  /** The text of the element that is open. */
  void write(String text) {
    try {
      int from = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < ' ') {
          writer.writeCharacters(text.substring(from, i));
          writer.writeEntityRef("#x" + Integer.toHexString(c));
          from = i + 1;
        }
      }
      writer.writeCharacters(text.substring(from));
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }
}
