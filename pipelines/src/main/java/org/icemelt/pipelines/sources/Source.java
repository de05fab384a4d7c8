package org.icemelt.pipelines.sources;

import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/**
 * One table or view of the lake, as a dbt source.
 *
 * @param columns their names; empty for a view, whose columns the catalog does not hold
 * @param dataset the dataset whose rows it holds; null if it holds those of several, or none
 * @param checkedAt query for the time, UTC, when it was last known to be up to date; null for a
 *     table that has no age of its own
 * @param frozen pinned to a version, so never stale
 * @param lineage what is known of where its rows come from
 */
record Source(
    TableId name,
    List<String> columns,
    @Nullable String dataset,
    @Nullable String checkedAt,
    boolean frozen,
    Map<String, Object> lineage) {
  Source {
    columns = List.copyOf(columns);
    lineage = Map.copyOf(lineage);
  }
}
