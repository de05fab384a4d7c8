package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code status}. */
public interface StatusOptions extends LakeOptions {
  @Description("The run's id, as build printed it.")
  @Nullable String getRun();

  void setRun(@Nullable String value);

  @Description("Folder of the run reports (RUNID.json).")
  @Default.String("db/runs/")
  String getRunsPath();

  void setRunsPath(String value);
}
