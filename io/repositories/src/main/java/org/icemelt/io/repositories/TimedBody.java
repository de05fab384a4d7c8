package org.icemelt.io.repositories;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of an answer, taken block by block by a reader that does not wait for ever. */
final class TimedBody implements HttpResponse.BodySubscriber<TimedBody> {
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Duration stallTimeout;
  private final long slowestBytesPerSecond;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private long windowStart = System.nanoTime();
  private long windowBytes;

  private record Signal(List<ByteBuffer> bytes, @Nullable Throwable failure, boolean end) {}

  TimedBody(HttpPolicy policy) {
    this.stallTimeout = policy.stallTimeout();
    this.slowestBytesPerSecond = policy.slowestBytesPerSecond();
  }

  /** The next bytes; null at the end. */
  @Nullable List<ByteBuffer> next() throws IOException, InterruptedException {
    Signal signal = signals.poll(stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new HttpTimeoutException("no bytes came for " + stallTimeout.toSeconds() + " s");
    }
    if (signal.failure() != null) {
      throw new IOException(signal.failure().getMessage(), signal.failure());
    }
    if (signal.end()) {
      return null;
    }
    for (ByteBuffer buffer : signal.bytes()) {
      windowBytes += buffer.remaining();
    }
    checkSpeed();
    Flow.Subscription current = subscription;
    if (current != null) {
      current.request(1);
    }
    return signal.bytes();
  }

  private void checkSpeed() throws HttpTimeoutException {
    long elapsed = System.nanoTime() - windowStart;
    if (elapsed >= stallTimeout.toNanos()) {
      if (windowBytes * 1e9 < (double) slowestBytesPerSecond * elapsed) {
        throw new HttpTimeoutException(
            "only %d bytes came in %d s".formatted(windowBytes, elapsed / 1_000_000_000L));
      }
      windowStart = System.nanoTime();
      windowBytes = 0;
    }
  }

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (closed) {
      newSubscription.cancel();
    } else {
      newSubscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    signals.add(new Signal(bytes, null, false));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(List.of(), failure, false));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal(List.of(), null, true));
  }

  /** Gives up what has not come yet. */
  void close() {
    closed = true;
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
