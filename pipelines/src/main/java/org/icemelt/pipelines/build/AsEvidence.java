package org.icemelt.pipelines.build;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;

/** Makes of a piece of news about a dataset evidence, keyed by the dataset. */
final class AsEvidence<T> extends DoFn<T, KV<String, EvidenceBytes>> {
  private final SerializableFunction<T, String> dataset;
  private final SerializableFunction<T, Evidence> evidence;

  AsEvidence(SerializableFunction<T, String> dataset, SerializableFunction<T, Evidence> evidence) {
    this.dataset = dataset;
    this.evidence = evidence;
  }

  @ProcessElement
  public void wrap(@Element T piece, OutputReceiver<KV<String, EvidenceBytes>> out) {
    out.output(KV.of(dataset.apply(piece), EvidenceBytes.of(evidence.apply(piece))));
  }
}
