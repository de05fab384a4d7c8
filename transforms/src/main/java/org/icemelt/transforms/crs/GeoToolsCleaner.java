package org.icemelt.transforms.crs;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.geotools.util.WeakCollectionCleaner;

/**
 * GeoTools starts a thread that tidies its caches and never ends. {@code mvn exec:java} would wait
 * 15 s for it, and a Flink worker could never give back the memory of a job's classes, which the
 * thread holds: after some jobs it would die of that. Our caches have a few entries; nothing needs
 * to be tidied.
 */
final class GeoToolsCleaner {
  private GeoToolsCleaner() {}

  /** Ends the thread, if it runs; to be called before GeoTools is used. */
  static void end() {
    ClassLoader loader = GeoToolsCleaner.class.getClassLoader();
    loader.setPackageAssertionStatus("org.geotools.util", false); // it asserts that the thread runs
    Logger logger = Logger.getLogger("org.geotools.util");
    Level before = logger.getLevel();
    logger.setLevel(Level.OFF); // it would say on the console that it ends
    WeakCollectionCleaner.DEFAULT.exit();
    logger.setLevel(before);
  }
}
