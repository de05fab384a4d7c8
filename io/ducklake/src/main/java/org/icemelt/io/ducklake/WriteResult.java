package org.icemelt.io.ducklake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** What {@link DuckLakeIO#write} gives back. */
public final class WriteResult implements POutput {
  private static final TupleTag<CommitResult> COMMITS = new TupleTag<>("commits") {};
  private static final TupleTag<StagedFile> FILES = new TupleTag<>("files") {};
  private static final TupleTag<FailedRow> FAILED = new TupleTag<>("failed") {};

  private final PCollection<CommitResult> commits;
  private final PCollection<StagedFile> files;
  private final @Nullable PCollection<FailedRow> failed;

  WriteResult(
      PCollection<CommitResult> commits,
      PCollection<StagedFile> files,
      @Nullable PCollection<FailedRow> failed) {
    this.commits = commits;
    this.files = files;
    this.failed = failed;
  }

  /**
   * What became of each commit, with the id of its snapshot: exactly one for bounded input, one for
   * each trigger that had rows for unbounded input.
   */
  public PCollection<CommitResult> commits() {
    return commits;
  }

  /** The files that were written, before it is known whether a commit takes them. */
  public PCollection<StagedFile> files() {
    return files;
  }

  /**
   * The rows that were not stored, each with its reason.
   *
   * @throws IllegalStateException unless {@link WriteRows#withFailedRows} was set
   */
  public PCollection<FailedRow> getFailedRows() {
    PCollection<FailedRow> rows = failed;
    if (rows == null) {
      throw new IllegalStateException(
          "Cannot give failed rows: they fail the pipeline, or go to an error handler. Set withFailedRows() to collect them.");
    }
    return rows;
  }

  @Override
  public Pipeline getPipeline() {
    return commits.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    Map<TupleTag<?>, PValue> all = new LinkedHashMap<>();
    all.put(COMMITS, commits);
    all.put(FILES, files);
    if (failed != null) {
      all.put(FAILED, failed);
    }
    return all;
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {
    // the outputs were specified by the steps that make them
  }
}
