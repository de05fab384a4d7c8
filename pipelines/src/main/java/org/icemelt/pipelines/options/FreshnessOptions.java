package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code freshness}. */
public interface FreshnessOptions extends LakeOptions {
  @Description("Where frozen datasets are named: embedded, world, a path or a URL.")
  @Default.String("embedded")
  String getManifest();

  void setManifest(String value);

  @Description("A source checked longer ago than this is stale (exit 1), in days.")
  @Default.Integer(7)
  int getWarnDays();

  void setWarnDays(int value);

  @Description("A source checked longer ago than this is too old (exit 2), in days.")
  @Default.Integer(14)
  int getErrorDays();

  void setErrorDays(int value);
}
