package org.icemelt.pipelines.plan;

/**
 * How wide a text is in a sans-serif face, without a font at hand: Helvetica's advances, in
 * thousandths of the size, and a tenth more for the wider faces that a viewer may have.
 */
final class TextWidth {
  private static final int FIRST = ' ';
  private static final double SLACK = 1.15;
  private static final double WIDEST = 1000;
  private static final int[] ADVANCES = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
  };

  private TextWidth() {}

  /** In the unit of {@code size}. */
  static double of(String text, double size) {
    double sum = 0;
    for (int i = 0; i < text.length(); i++) {
      int at = text.charAt(i) - FIRST;
      sum += at >= 0 && at < ADVANCES.length ? ADVANCES[at] : WIDEST;
    }
    return sum / 1000 * size * SLACK;
  }
}
