package org.icemelt.pipelines.plan;

import java.util.List;

/**
 * A plan with everything in its place, in pixels, y down.
 *
 * @param boxes a group comes before the steps inside it
 */
record Picture(double width, double height, List<Box> boxes, List<Line> lines, List<Text> texts) {
  /** What a box stands for. */
  enum Kind {
    PIPELINE,
    GROUP,
    STEP,
    DATASET,
    /** In the key to the colours. */
    KEY
  }

  /**
   * A box, and the label in its middle, or at its top if it has others inside.
   *
   * @param id unique in the picture
   */
  record Box(
      String id,
      Kind kind,
      String label,
      String tooltip,
      Palette palette,
      double x,
      double y,
      double width,
      double height) {
    boolean holdsOthers() {
      return kind == Kind.PIPELINE || kind == Kind.GROUP;
    }

    /** Middle of the label; of a box that holds others, its left end. */
    double labelX() {
      return holdsOthers() ? x + LABEL_INDENT : x + width / 2;
    }

    /** Base line of the label. */
    double labelY() {
      return (holdsOthers() ? y + TITLE_HEIGHT / 2 : y + height / 2) + FONT_SIZE * 0.35;
    }
  }

  record Point(double x, double y) {}

  /** The way of a link, by its bends; an arrow stands at its end. */
  record Line(String from, String to, boolean dashed, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }
  }

  /** Words beside the boxes; x is their left end, y the base line. */
  record Text(String words, double x, double y) {}

  static final double FONT_SIZE = 12;
  static final double TITLE_HEIGHT = 30;
  private static final double LABEL_INDENT = 12;

  Picture {
    boxes = List.copyOf(boxes);
    lines = List.copyOf(lines);
    texts = List.copyOf(texts);
  }
}
