package org.icemelt.transforms.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import org.apache.beam.sdk.coders.BigDecimalCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.jspecify.annotations.Nullable;

/**
 * A sum of doubles without rounding, so that it is the same in whatever order they come; rounded
 * once, when it is read. Not a number and infinities are refused.
 */
final class ExactSum {
  private static final Coder<Long> COUNT = VarLongCoder.of();
  private static final Coder<BigDecimal> SUM = BigDecimalCoder.of();

  private BigDecimal sum = BigDecimal.ZERO;
  private long count;

  /** Null adds nothing. */
  void add(@Nullable Double value) {
    if (value != null) {
      sum = sum.add(new BigDecimal(value));
      count++;
    }
  }

  void add(ExactSum other) {
    sum = sum.add(other.sum);
    count += other.count;
  }

  void encode(OutputStream out) throws IOException {
    COUNT.encode(count, out);
    if (count > 0) {
      SUM.encode(sum, out);
    }
  }

  static ExactSum decode(InputStream in) throws IOException {
    ExactSum decoded = new ExactSum();
    decoded.count = COUNT.decode(in);
    if (decoded.count > 0) {
      decoded.sum = SUM.decode(in);
    }
    return decoded;
  }

  /** How many values were added. */
  long count() {
    return count;
  }

  /** Null if nothing was added. */
  @Nullable Double value() {
    return count == 0 ? null : Double.valueOf(sum.doubleValue());
  }

  /** Null if nothing was added. */
  @Nullable Double mean() {
    return count == 0 ? null : Double.valueOf(sum.doubleValue() / count);
  }
}
