package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code verify}. */
public interface VerifyOptions extends LakeOptions {
  @Description("How to print: table or json. Default: table.")
  @Nullable String getFormat();

  void setFormat(@Nullable String value);

  @Description("File for an HTML page on the lake: what was found, rejects, lineage, a map.")
  @Nullable String getReport();

  void setReport(@Nullable String value);
}
