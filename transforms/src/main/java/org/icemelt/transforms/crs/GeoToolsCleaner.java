package org.icemelt.transforms.crs;

import org.geotools.util.WeakCollectionCleaner;

/**
 * GeoTools starts a daemon thread that no interrupt ends. {@code mvn exec:java} waits 15 s for all
 * threads of the program's own group, so this one is started in the group above them all.
 */
final class GeoToolsCleaner implements Runnable {
  private GeoToolsCleaner() {}

  /** Starts it if it does not run yet; later calls find it running. */
  static void startInRootGroup() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread starter = new Thread(root, new GeoToolsCleaner(), "GeoTools start");
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The cleaner's class starts it when it is loaded, in the group of the thread that loads it. */
  @Override
  public void run() {
    WeakCollectionCleaner.DEFAULT.getReferenceQueue();
  }
}
