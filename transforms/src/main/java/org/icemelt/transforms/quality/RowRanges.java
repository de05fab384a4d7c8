package org.icemelt.transforms.quality;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which rows of a file were seen, as ranges; rows come mostly in order, so there are few. Two
 * bundles that saw one row give its record id twice.
 */
public final class RowRanges implements Serializable {
  /** From a row to another, both included. */
  public record Range(long from, long to) implements Serializable {}

  private static final long serialVersionUID = 1L;

  private final List<Range> closed = new ArrayList<>();
  private long from = 0;
  private long next = 0;

  /** Sees a row. */
  public void add(long row) {
    if (row == next && next > from) {
      next++;
      return;
    }
    close();
    from = row;
    next = row + 1;
  }

  /** What was seen, in the order it was. */
  public List<Range> ranges() {
    close();
    return List.copyOf(closed);
  }

  private void close() {
    if (next > from) {
      closed.add(new Range(from, next - 1));
    }
    next = from;
  }

  /** The first row that was seen more than once; empty if none was. */
  public static OptionalLong firstRepeated(List<Range> all) {
    List<Range> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Range::from).thenComparingLong(Range::to));
    long seenTo = -1;
    for (Range range : sorted) {
      if (range.from() <= seenTo) {
        return OptionalLong.of(range.from());
      }
      seenTo = range.to();
    }
    return OptionalLong.empty();
  }
}
