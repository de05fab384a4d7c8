package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code verify}. */
public interface VerifyOptions extends LakeOptions {
  @Description("How to print: table or json.")
  @Default.String("table")
  String getFormat();

  void setFormat(String value);
}
