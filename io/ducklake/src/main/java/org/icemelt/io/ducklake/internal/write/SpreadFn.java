package org.icemelt.io.ducklake.internal.write;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/** Deals rows out to a number of hands, in turn. */
public final class SpreadFn extends DoFn<Row, KV<Integer, Row>> {
  private final int hands;
  private transient int next;

  public SpreadFn(int hands) {
    this.hands = hands;
  }

  @Setup
  public void setup() {
    next = ThreadLocalRandom.current().nextInt(hands);
  }

  @ProcessElement
  public void processElement(@Element Row row, OutputReceiver<KV<Integer, Row>> out) {
    next = (next + 1) % hands;
    out.output(KV.of(next, row));
  }
}
