package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code snapshots}. */
public interface SnapshotsOptions extends LakeOptions {
  @Description("How to print: table or json. Default: table.")
  @Nullable String getFormat();

  void setFormat(@Nullable String value);
}
