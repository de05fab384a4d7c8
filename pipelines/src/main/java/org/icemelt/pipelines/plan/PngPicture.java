package org.icemelt.pipelines.plan;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.icemelt.pipelines.plan.Picture.Box;
import org.icemelt.pipelines.plan.Picture.Kind;
import org.icemelt.pipelines.plan.Picture.Line;
import org.icemelt.pipelines.plan.Picture.Point;
import org.icemelt.pipelines.plan.Picture.Text;

/** A picture as PNG, two pixels for each of its own. */
final class PngPicture {
  private static final int SCALE = 2;
  private static final Color INK = Color.decode("#1b1f23");
  private static final Color LINK = Color.decode("#4a545c");
  private static final BasicStroke PLAIN = new BasicStroke(1);
  private static final BasicStroke DASHED =
      new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 3}, 0);

  private final Graphics2D graphics;

  private PngPicture(Graphics2D graphics) {
    this.graphics = graphics;
  }

  /**
   * The image file.
   *
   * @throws IOException if this machine has no fonts to write the labels with
   */
  static byte[] of(Picture picture) throws IOException {
    System.setProperty("java.awt.headless", "true"); // no screen is needed
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(picture.width() * SCALE),
            (int) Math.ceil(picture.height() * SCALE),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      new PngPicture(graphics).draw(picture);
    } catch (LinkageError | InternalError e) {
      throw new IOException(
          "this machine has no fonts that Java can use (%s). Install fontconfig and a font, or write"
                  .formatted(e.getMessage())
              + " .svg or .html, which need none.",
          e);
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private void draw(Picture picture) {
    graphics.scale(SCALE, SCALE);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, (int) Picture.FONT_SIZE));
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, (int) Math.ceil(picture.width()), (int) Math.ceil(picture.height()));
    picture.boxes().stream().filter(Box::holdsOthers).forEach(this::box);
    picture.lines().forEach(this::line);
    picture.boxes().stream().filter(b -> !b.holdsOthers()).forEach(this::box);
    picture.boxes().stream().filter(Box::holdsOthers).forEach(this::title);
    for (Text text : picture.texts()) {
      graphics.drawString(text.words(), (float) text.x(), (float) text.y());
    }
  }

  private void box(Box box) {
    double round = box.kind() == Kind.DATASET ? box.height() : 6;
    RoundRectangle2D shape =
        new RoundRectangle2D.Double(box.x(), box.y(), box.width(), box.height(), round, round);
    graphics.setColor(Color.decode(box.palette().fill()));
    graphics.fill(shape);
    graphics.setStroke(PLAIN);
    graphics.setColor(Color.decode(box.palette().line()));
    graphics.draw(shape);
    if (!box.holdsOthers()) {
      graphics.setColor(INK);
      double half = bounds(box.label()).getWidth() / 2;
      graphics.drawString(box.label(), (float) (box.labelX() - half), (float) box.labelY());
    }
  }

  /** Above the lines that pass under it. */
  private void title(Box box) {
    Rectangle2D words = bounds(box.label());
    graphics.setColor(Color.decode(box.palette().fill()));
    graphics.fill(
        new Rectangle2D.Double(
            box.labelX() - 2,
            box.labelY() + words.getY(),
            words.getWidth() + 4,
            words.getHeight()));
    graphics.setColor(INK);
    graphics.drawString(box.label(), (float) box.labelX(), (float) box.labelY());
  }

  private Rectangle2D bounds(String words) {
    return graphics.getFontMetrics().getStringBounds(words, graphics);
  }

  private void line(Line line) {
    List<Point> points = line.points();
    Path2D way = new Path2D.Double();
    way.moveTo(points.get(0).x(), points.get(0).y());
    points.stream().skip(1).forEach(p -> way.lineTo(p.x(), p.y()));
    graphics.setColor(LINK);
    graphics.setStroke(line.dashed() ? DASHED : PLAIN);
    graphics.draw(way);
    Point tip = points.get(points.size() - 1);
    Point before = points.get(points.size() - 2);
    AffineTransform at = AffineTransform.getTranslateInstance(tip.x(), tip.y());
    at.rotate(tip.x() - before.x(), tip.y() - before.y());
    Path2D arrow = new Path2D.Double();
    arrow.moveTo(0, 0);
    arrow.lineTo(-7, 3.5);
    arrow.lineTo(-7, -3.5);
    arrow.closePath();
    graphics.fill(at.createTransformedShape(arrow));
  }
}
