package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code maintain}. */
public interface MaintainOptions extends LakeOptions {
  @Description("Merge small files and rewrite files with deleted rows; no row changes.")
  @Default.Boolean(false)
  boolean isCompact();

  void setCompact(boolean value);

  @Description(
      "Forget snapshots older than this, e.g. 30d, 12h, 90m; never the newest. Time travel to them"
          + " ends.")
  @Nullable String getExpireOlderThan();

  void setExpireOlderThan(@Nullable String value);

  @Description("Delete files that no snapshot needs, and what killed runs left behind.")
  @Default.Boolean(false)
  boolean isCleanup();

  void setCleanup(boolean value);

  @Description(
      "With --cleanup: the youngest file it may delete, e.g. 7d, 12h; take longer than the longest"
          + " run.")
  @Default.String("7d")
  String getOlderThan();

  void setOlderThan(String value);

  @Description("Say what would be done, and do nothing.")
  @Default.Boolean(false)
  boolean isDryRun();

  void setDryRun(boolean value);
}
