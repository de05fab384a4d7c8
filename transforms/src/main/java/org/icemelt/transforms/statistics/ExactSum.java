package org.icemelt.transforms.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A sum of doubles without rounding, so that it is the same in whatever order they come; rounded
 * once, when it is read. Not a number and infinities are refused.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private BigDecimal sum = BigDecimal.ZERO;
  private long count;

  /** Null adds nothing. */
  public void add(@Nullable Double value) {
    if (value != null) {
      sum = sum.add(new BigDecimal(value));
      count++;
    }
  }

  public void add(ExactSum other) {
    sum = sum.add(other.sum);
    count += other.count;
  }

  /** How many values were added. */
  public long count() {
    return count;
  }

  /** Null if nothing was added. */
  public @Nullable Double value() {
    return count == 0 ? null : Double.valueOf(sum.doubleValue());
  }

  /** Null if nothing was added. */
  public @Nullable Double mean() {
    return count == 0 ? null : Double.valueOf(sum.doubleValue() / count);
  }
}
