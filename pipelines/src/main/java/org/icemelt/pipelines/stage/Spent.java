package org.icemelt.pipelines.stage;

import java.io.Serializable;

/**
 * Time spent on one kind of work.
 *
 * @param what was done, as people read it
 * @param times how often
 * @param seconds by all workers together
 * @param longest seconds of the longest one
 */
public record Spent(String what, long times, double seconds, double longest)
    implements Serializable {
  /** Something done once. */
  public static Spent once(String what, double seconds) {
    return new Spent(what, 1, seconds, seconds);
  }

  Spent plus(Spent other) {
    return new Spent(
        what, times + other.times, seconds + other.seconds, Math.max(longest, other.longest));
  }
}
