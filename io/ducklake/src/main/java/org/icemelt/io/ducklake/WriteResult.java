package org.icemelt.io.ducklake;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** What {@link DuckLakeIO#write} gives back. */
public final class WriteResult implements POutput {
  private static final TupleTag<CommitResult> COMMITS = new TupleTag<>("commits") {};
  private static final TupleTag<StagedFile> FILES = new TupleTag<>("files") {};

  private final PCollection<CommitResult> commits;
  private final PCollection<StagedFile> files;

  WriteResult(PCollection<CommitResult> commits, PCollection<StagedFile> files) {
    this.commits = commits;
    this.files = files;
  }

  /** Exactly one: what became of the commit. */
  public PCollection<CommitResult> commits() {
    return commits;
  }

  /** The files that were written, before it is known whether the commit takes them. */
  public PCollection<StagedFile> files() {
    return files;
  }

  @Override
  public Pipeline getPipeline() {
    return commits.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(COMMITS, commits, FILES, files);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {
    // both outputs were specified by the steps that make them
  }
}
