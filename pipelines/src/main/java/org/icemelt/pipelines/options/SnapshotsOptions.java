package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code snapshots}. */
public interface SnapshotsOptions extends LakeOptions {
  @Description("How to print: table or json.")
  @Default.String("table")
  String getFormat();

  void setFormat(String value);
}
