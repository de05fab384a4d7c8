package org.icemelt.io.ducklake.internal.write;

import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/** An option looked up by its name, as the runner that has it need not be there. */
final class NamedOption {
  private NamedOption() {}

  /** What was given; empty where the runner's own default holds. */
  static Optional<String> of(PipelineOptions options, String name) {
    return DisplayData.from(options).items().stream()
        .filter(item -> item.getKey().equals(name))
        .map(item -> Objects.toString(item.getValue()))
        .findFirst();
  }
}
