package org.icemelt.pipelines.plan;

import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.icemelt.pipelines.plan.Picture.Box;
import org.icemelt.pipelines.plan.Picture.Kind;
import org.icemelt.pipelines.plan.Picture.Line;
import org.icemelt.pipelines.plan.Picture.Text;

/** A picture as SVG; a tooltip is the {@code title} of its box. */
final class SvgPicture {
  private static final String FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

  private final XMLStreamWriter xml;

  private SvgPicture(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static String of(Picture picture) {
    StringWriter out = new StringWriter();
    try {
      new SvgPicture(XMLOutputFactory.newFactory().createXMLStreamWriter(out)).draw(picture);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a picture can always be written", e);
    }
    return out.append('\n').toString();
  }

  private void draw(Picture picture) throws XMLStreamException {
    xml.writeStartElement("svg");
    xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
    attributes("width", number(picture.width()), "height", number(picture.height()));
    attributes("viewBox", "0 0 %s %s".formatted(number(picture.width()), number(picture.height())));
    attributes("role", "img", "aria-label", "The steps of the run, from source to sink");
    attributes("font-family", FONT, "font-size", number(Picture.FONT_SIZE));
    arrow();
    empty("rect", "width", "100%", "height", "100%", "fill", "#ffffff");
    for (Box box : picture.boxes()) {
      if (box.holdsOthers()) {
        box(box);
      }
    }
    for (Line line : picture.lines()) {
      line(line);
    }
    for (Box box : picture.boxes()) {
      if (!box.holdsOthers()) {
        box(box);
      }
    }
    for (Box box : picture.boxes()) {
      if (box.holdsOthers()) {
        title(box);
      }
    }
    for (Text text : picture.texts()) {
      xml.writeStartElement("text");
      attributes("class", "note", "x", number(text.x()), "y", number(text.y()), "fill", "#1b1f23");
      end(text.words());
    }
    xml.writeEndElement();
    xml.flush();
  }

  private void arrow() throws XMLStreamException {
    xml.writeStartElement("defs");
    xml.writeStartElement("marker");
    attributes("id", "arrow", "viewBox", "0 0 8 8", "refX", "8", "refY", "4");
    attributes("markerWidth", "7", "markerHeight", "7", "orient", "auto");
    empty("path", "d", "M0 0 L8 4 L0 8 z", "fill", "#4a545c");
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void box(Box box) throws XMLStreamException {
    xml.writeStartElement("g");
    attributes("class", box.kind().name().toLowerCase(Locale.ROOT), "data-id", box.id());
    if (!box.tooltip().isEmpty()) {
      xml.writeStartElement("title");
      end(box.tooltip());
    }
    boolean round = box.kind() == Kind.DATASET;
    empty(
        "rect",
        "x",
        number(box.x()),
        "y",
        number(box.y()),
        "width",
        number(box.width()),
        "height",
        number(box.height()),
        "rx",
        number(round ? box.height() / 2 : 3),
        "fill",
        box.palette().fill(),
        "stroke",
        box.palette().line());
    if (!box.holdsOthers() && !box.label().isEmpty()) {
      xml.writeStartElement("text");
      attributes("x", number(box.labelX()), "y", number(box.labelY()), "text-anchor", "middle");
      attributes("fill", "#1b1f23");
      end(box.label());
    }
    xml.writeEndElement();
  }

  /** Above the lines that pass under it, with a seam in the colour of its box. */
  private void title(Box box) throws XMLStreamException {
    xml.writeStartElement("text");
    attributes("class", "title", "x", number(box.labelX()), "y", number(box.labelY()));
    attributes("fill", "#1b1f23", "font-weight", "bold");
    attributes("stroke", box.palette().fill(), "stroke-width", "4", "paint-order", "stroke");
    end(box.label());
  }

  private void line(Line line) throws XMLStreamException {
    String way =
        line.points().stream()
            .map(p -> number(p.x()) + "," + number(p.y()))
            .collect(Collectors.joining(" "));
    xml.writeEmptyElement("polyline");
    attributes("class", "link", "data-from", line.from(), "data-to", line.to());
    attributes("points", way, "fill", "none", "stroke", "#4a545c", "marker-end", "url(#arrow)");
    if (line.dashed()) {
      attributes("stroke-dasharray", "4 3");
    }
  }

  private void empty(String element, String... namesAndValues) throws XMLStreamException {
    xml.writeEmptyElement(element);
    attributes(namesAndValues);
  }

  private void attributes(String... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  private void end(String text) throws XMLStreamException {
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
