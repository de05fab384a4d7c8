package org.icemelt.acceptance;

import org.icemelt.judge.Command;

/**
 * The lake of the main job as it runs without a single option, built once for all tests that only
 * read it, and then built again over the same sources.
 *
 * @param folder where both runs took place
 * @param first the run that made the lake
 * @param second the run that found it made
 */
record DefaultLake(RunFolder folder, Command first, Command second) {
  private static final DefaultLake SHARED = build();

  /** The one lake; tests must not change it, they take a {@link RunFolder#copy}. */
  static DefaultLake shared() {
    return SHARED;
  }

  private static DefaultLake build() {
    RunFolder folder = RunFolder.empty("default");
    return new DefaultLake(folder, Icemelt.run(folder.path()), Icemelt.run(folder.path()));
  }
}
