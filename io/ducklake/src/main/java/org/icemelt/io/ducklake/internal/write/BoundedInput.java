package org.icemelt.io.ducklake.internal.write;

import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.StreamingOptions;

/** What bounded input cannot stand. */
public final class BoundedInput {
  private BoundedInput() {}

  /**
   * @throws IllegalArgumentException if the runner works in a mode in which bounded sources forget
   *     where they were
   */
  public static void refuseStreaming(PipelineOptions options) {
    boolean streaming = options.as(StreamingOptions.class).isStreaming();
    if (streaming || NamedOption.of(options, "useDataStreamForBatch").equals(Optional.of("true"))) {
      throw new IllegalArgumentException(
          "Cannot write bounded input to DuckLake in streaming mode%s: a bounded source forgets where it was when the job is restarted there, and its rows would be stored twice. Leave %s out, or read from an unbounded source and give withTriggeringFrequency."
              .formatted(
                  streaming ? "" : " (useDataStreamForBatch)",
                  streaming ? "--streaming" : "--useDataStreamForBatch"));
    }
  }
}
