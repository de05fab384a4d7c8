package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code plan}: those of {@code build}, and where the drawing goes. */
public interface PlanOptions extends BuildOptions {
  @Description(
      "File for the drawing: .svg, .png, .html (a page), .dot (Graphviz) or .json. Default: the"
          + " steps are printed.")
  @Nullable String getOutput();

  void setOutput(@Nullable String value);
}
