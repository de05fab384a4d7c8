package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code sources}: the limits of {@code freshness} go into the file. */
public interface SourcesOptions extends FreshnessOptions {
  @Description("File to write dbt's sources.yml to. Default: it is printed.")
  @Nullable String getOutput();

  void setOutput(@Nullable String value);

  @Description("Folder to write a whole dbt project into, sources.yml included; made if missing.")
  @Nullable String getProject();

  void setProject(@Nullable String value);
}
