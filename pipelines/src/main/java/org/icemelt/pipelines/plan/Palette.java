package org.icemelt.pipelines.plan;

import org.icemelt.pipelines.stage.Stage;

/**
 * Colours of the stages: tints that stay apart for the colour-blind, under black text.
 *
 * @param fill as {@code #rrggbb}
 * @param line as {@code #rrggbb}
 */
record Palette(String fill, String line) {
  static final Palette DATASET = new Palette("#ffffff", "#5b6770");

  static Palette of(Stage stage) {
    return switch (stage) {
      case SOURCE -> new Palette("#e4e7ea", "#5b6770");
      case FETCH -> new Palette("#fde3bf", "#a65f00");
      case READ -> new Palette("#cfe6f7", "#00629b");
      case TRANSFORM -> new Palette("#cdeedd", "#00704f");
      case SINK -> new Palette("#f3d4e4", "#97356c");
    };
  }
}
