package org.keraunos.data.readers;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.keraunos.base.DataException;

/**
 * XML as a flat list of elements, read without document types, entities or anything from outside
 * the file.
 */
final class Xml {
  private static final int DEEPEST = 100;
  private static final int START = 1 << 16;
  private static final Pattern ENCODING = Pattern.compile(
      "(?:\u00EF\u00BB\u00BF)?<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  private Xml() {}

  /**
   * An element.
   *
   * @param path the names from the root to it, joined by /
   * @param attributes its attributes
   * @param text the text directly in it, stripped
   */
  record Element(String path, Map<String, String> attributes, String text) {}

  /** The elements in the order of their ends. */
  static List<Element> elements(Path file) {
    List<Element> found = new ArrayList<>();
    each(file, found::add);
    return found;
  }

  /** The name of the outermost element; empty if the file is no XML. */
  static String root(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String start = decoded(file, in.readNBytes(START));
      XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(start));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          return reader.getLocalName();
        }
      }
    } catch (IOException | XMLStreamException | RuntimeException e) {
      return ""; // whoever reads it says why
    }
    return "";
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  /** Hands over the elements in the order of their ends. */
  static void each(Path file, Consumer<Element> use) {
    try {
      // Decoded here: the parser of the JDK prints to standard error when it meets bytes that are
      // no text.
      XMLStreamReader reader = factory()
          .createXMLStreamReader(new StringReader(decoded(file, Files.readAllBytes(file))));
      try {
        each(file, reader, use);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNumber();
      String said = Folders.why(e).lines().reduce((first, last) -> last).orElse("");
      throw new DataException(file, place, "is no XML: " + said);
    } catch (IOException | OutOfMemoryError e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    } catch (RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      // the parser of the JDK answers some damaged files with exceptions of its own
      throw new DataException(file, "is no XML: " + Folders.why(e), e);
    }
  }

  /** The text of a file, in the encoding of its byte order mark or its declaration, else UTF-8. */
  private static String decoded(Path file, byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    Charset charset = StandardCharsets.UTF_8;
    Matcher declared = ENCODING.matcher(start);
    if (start.startsWith("\u00FE\u00FF") || start.startsWith("\u00FF\u00FE")) {
      charset = StandardCharsets.UTF_16;
    } else if (declared.lookingAt()) {
      try {
        charset = Charset.forName(String.valueOf(declared.group(1)));
      } catch (IllegalArgumentException e) {
        throw new DataException(
            file, "line 1", "is in the unknown encoding '" + declared.group(1) + "'");
      }
    }
    String text = new String(bytes, charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static void each(Path file, XMLStreamReader reader, Consumer<Element> use)
      throws XMLStreamException {
    Deque<Element> open = new ArrayDeque<>();
    Deque<StringBuilder> texts = new ArrayDeque<>();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          Map<String, String> attributes = new HashMap<>();
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
          }
          Element parent = open.peek();
          String path = (parent == null ? "" : parent.path() + "/") + reader.getLocalName();
          open.push(new Element(path, attributes, ""));
          texts.push(new StringBuilder());
          if (open.size() > DEEPEST) {
            throw new DataException(file, "is nested deeper than " + DEEPEST + " elements");
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          StringBuilder text = texts.peek();
          if (text != null) {
            text.append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          Element element = open.pop();
          use.accept(new Element(
              element.path(), element.attributes(), texts.pop().toString().strip()));
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new DataException(
              file,
              "line " + reader.getLocation().getLineNumber(),
              "holds a document type or an entity, which are refused");
        default -> {
          continue; // comments and processing instructions
        }
      }
    }
  }
}
