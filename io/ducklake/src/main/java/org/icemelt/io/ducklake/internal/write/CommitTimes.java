package org.icemelt.io.ducklake.internal.write;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.CommitStep;

/** Counts a commit's attempts and takes the time for which the last one held up other writers. */
public final class CommitTimes implements CommitObserver {
  private final LongSupplier nanos;
  private long attempts;
  private long begunAt;
  private long heldNanos;

  public CommitTimes() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a clock that only goes forward
   */
  CommitTimes(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void reached(CommitStep step) {
    switch (step) {
      case FILES_READY -> attempts++;
      case BEGUN -> begunAt = nanos.getAsLong();
      case WRITTEN -> {}
      case COMMITTED -> heldNanos = nanos.getAsLong() - begunAt;
    }
  }

  /** How often the transaction was tried. */
  public long attempts() {
    return attempts;
  }

  /** From the begin of the committed transaction to its end; zero if none was committed. */
  public Duration held() {
    return Duration.ofNanos(heldNanos);
  }
}
