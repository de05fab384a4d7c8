package org.icemelt.pipelines.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The drawing itself, from the coordinates that were written; widths of words by Java's fonts. */
class PlanPictureTest {
  /** Nobody listens there: the world's repositories cannot be asked. */
  private static final String NOWHERE = "http://127.0.0.1:9";

  private static final String WORLD =
      "--manifest=world --zenodoUrl=%1$s --figshareUrl=%1$s --sciencebaseUrl=%1$s --githubUrl=%1$s --githubRawUrl=%1$s"
          .formatted(NOWHERE);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, --datasets=deu_ufz_pv_2015", "8, world"})
  void noBoxOrLabelOverlapsAnother(int datasets, String words) throws Exception {
    Plan plan = plan(words.equals("world") ? WORLD : words);
    assertThat(plan.datasets()).hasSize(datasets);
    Document svg = svg(plan);
    List<Rectangle2D> boxes = new ArrayList<>();
    List<Rectangle2D> frames = new ArrayList<>();
    for (Element box : elements(svg, "g")) {
      Rectangle2D rectangle = rectangle((Element) box.getElementsByTagName("rect").item(0));
      boolean frame = Set.of("pipeline", "group").contains(box.getAttribute("class"));
      (frame ? frames : boxes).add(rectangle);
      NodeList labels = box.getElementsByTagName("text");
      if (labels.getLength() > 0) {
        assertThat(rectangle.contains(words((Element) labels.item(0))))
            .as("label inside %s", box.getAttribute("data-id"))
            .isTrue();
      }
    }
    List<Rectangle2D> free = new ArrayList<>(boxes);
    for (Element text : elements(svg, "text")) {
      if (Set.of("note", "title").contains(text.getAttribute("class"))) {
        free.add(words(text));
      }
    }
    for (int i = 0; i < free.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(free.get(i).intersects(free.get(j)))
            .as("%s and %s", free.get(i), free.get(j))
            .isFalse();
      }
      Rectangle2D one = free.get(i);
      assertThat(frames).allMatch(frame -> frame.contains(one) || !frame.intersects(one));
    }
    Rectangle2D whole =
        new Rectangle2D.Double(
            0,
            0,
            Double.parseDouble(svg.getDocumentElement().getAttribute("width")),
            Double.parseDouble(svg.getDocumentElement().getAttribute("height")));
    assertThat(free).allMatch(whole::contains);
    assertThat(boxes).hasSizeGreaterThan(60);
  }

  @Test
  void hasTheBoxesAndLinesOfThePlan() throws Exception {
    Plan plan = plan("--layers=raw,staging --datasets=deu_ufz_pv_2015");
    Document svg = svg(plan);
    Set<List<String>> lines = new HashSet<>();
    for (Element line : elements(svg, "polyline")) {
      lines.add(List.of(line.getAttribute("data-from"), line.getAttribute("data-to")));
    }
    Set<List<String>> links = new HashSet<>();
    links.add(List.of("dataset/deu_ufz_pv_2015", "p0/ReadManifest"));
    for (Link link : plan.pipelines().get(0).links()) {
      links.add(List.of("p0/" + link.from(), "p0/" + link.to()));
    }
    assertThat(lines).isEqualTo(links);
    assertThat(elements(svg, "g").stream().map(g -> g.getAttribute("data-id")))
        .containsAll(plan.pipelines().get(0).steps().stream().map(s -> "p0/" + s.id()).toList());
  }

  @Test
  void paintsTheSameAsPng() throws Exception {
    Plan plan = plan("--datasets=deu_ufz_pv_2015");
    Document svg = svg(plan);
    BufferedImage png = ImageIO.read(new ByteArrayInputStream(PlanFormat.PNG.draw(plan)));
    for (Element box : elements(svg, "g")) {
      if (box.getAttribute("class").equals("step")) {
        Element rect = (Element) box.getElementsByTagName("rect").item(0);
        Rectangle2D place = rectangle(rect);
        int pixel = png.getRGB((int) (place.getX() + 5) * 2, (int) place.getCenterY() * 2);
        assertThat(new Color(pixel))
            .as(box.getAttribute("data-id"))
            .isEqualTo(Color.decode(rect.getAttribute("fill")));
      }
    }
  }

  @Test
  void saysOfUnreachableRepositoriesThatTheyAre() {
    Plan plan = plan(WORLD);
    assertThat(plan.datasets())
        .filteredOn(b -> b.fetchBytes() == null)
        .hasSizeGreaterThan(5)
        .allSatisfy(b -> assertThat(b.note()).isNotBlank());
  }

  @ParameterizedTest
  @CsvSource({"SVG", "PNG", "HTML", "DOT", "JSON"})
  void isTheSameEachTime(PlanFormat format) throws Exception {
    assertThat(format.draw(plan("--layers=raw,staging")))
        .isEqualTo(format.draw(plan("--layers=raw,staging")));
  }

  private Plan plan(String words) {
    return PlanCommand.plan(PlanGraphTest.options(words), folder, PlanGraphTest.silent());
  }

  private static Document svg(Plan plan) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(PlanFormat.SVG.draw(plan)));
  }

  private static List<Element> elements(Document svg, String name) {
    NodeList found = svg.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static Rectangle2D rectangle(Element rect) {
    return new Rectangle2D.Double(
        Double.parseDouble(rect.getAttribute("x")),
        Double.parseDouble(rect.getAttribute("y")),
        Double.parseDouble(rect.getAttribute("width")),
        Double.parseDouble(rect.getAttribute("height")));
  }

  /** Where the words of an element stand, in Java's own sans-serif face. */
  private static Rectangle2D words(Element text) {
    boolean bold = text.getAttribute("font-weight").equals("bold");
    Rectangle2D bounds =
        new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 12)
            .getStringBounds(text.getTextContent(), new FontRenderContext(null, true, true));
    double x = Double.parseDouble(text.getAttribute("x"));
    double left = text.getAttribute("text-anchor").equals("middle") ? x - bounds.getWidth() / 2 : x;
    double y = Double.parseDouble(text.getAttribute("y"));
    return new Rectangle2D.Double(left, y + bounds.getY(), bounds.getWidth(), bounds.getHeight());
  }
}
