package org.icemelt.io.ducklake.internal.write;

import java.util.Objects;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/** What bounded input cannot stand. */
public final class BoundedInput {
  private BoundedInput() {}

  /**
   * @throws IllegalArgumentException if the runner works in a mode in which bounded sources forget
   *     where they were
   */
  public static void refuseStreaming(PipelineOptions options) {
    boolean streaming = options.as(StreamingOptions.class).isStreaming();
    if (streaming || isOn(options, "useDataStreamForBatch")) {
      throw new IllegalArgumentException(
          "Cannot write bounded input to DuckLake in streaming mode%s: a bounded source forgets where it was when the job is restarted there, and its rows would be stored twice. Leave %s out, or read from an unbounded source and give withTriggeringFrequency."
              .formatted(
                  streaming ? "" : " (useDataStreamForBatch)",
                  streaming ? "--streaming" : "--useDataStreamForBatch"));
    }
  }

  /** Looks at an option by its name, as the runner that has it need not be there. */
  private static boolean isOn(PipelineOptions options, String name) {
    return DisplayData.from(options).items().stream()
        .filter(item -> item.getKey().equals(name))
        .anyMatch(item -> Objects.toString(item.getValue()).equals("true"));
  }
}
