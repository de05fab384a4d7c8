package org.icemelt.pipelines.sources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.query.QueryException;

/** Finds the sources of a lake, with what it knows of them. */
final class LakeSources {
  static final TableId STAGING = TableId.of("main", "stg_pv_consolidated");
  private static final TableId FILES = TableId.of("main", "ingest_files");
  private static final TableId CHECKS = TableId.of("main", "ingest_checks");
  private static final String RAW = "raw_";
  private static final String PROCESSED_AT = "processed_at";
  private static final String LATEST_FILES =
      """
      SELECT f.dataset_name, max(f.doi), max(f.version), max(f.license),
             string_agg(DISTINCT f.url, ' ' ORDER BY f.url),
             string_agg(DISTINCT f.checksum, ' ' ORDER BY f.checksum)
      FROM ingest_files f JOIN (
        SELECT dataset_name, arg_max(run_id, processed_at) AS run_id
        FROM ingest_files WHERE status = 'stored' GROUP BY ALL) USING (dataset_name, run_id)
      WHERE f.status = 'stored' GROUP BY ALL ORDER BY ALL
      """;

  private final Lake lake;
  private final LakeQuery query;
  private final Set<String> frozen;

  /**
   * @param frozen names of datasets that are never stale
   */
  LakeSources(Lake lake, LakeQuery query, Set<String> frozen) {
    this.lake = lake;
    this.query = query;
    this.frozen = Set.copyOf(frozen);
  }

  /** All tables, then all views, by schema and name. */
  List<Source> all() throws QueryException {
    Map<String, Map<String, Object>> files = latestFiles();
    boolean checks = lake.table(CHECKS).isPresent();
    List<Source> sources = new ArrayList<>();
    for (Lake.TableInfo table : lake.tables()) {
      sources.add(source(table, files, checks));
    }
    for (Lake.ViewInfo view : lake.views()) {
      sources.add(new Source(view.name(), List.of(), null, null, false, Map.of()));
    }
    return sources;
  }

  private Source source(
      Lake.TableInfo table, Map<String, Map<String, Object>> files, boolean checks) {
    List<String> columns = table.columns().stream().map(Lake.ColumnInfo::name).toList();
    TableId name = table.name();
    boolean main = name.schema().equals("main");
    String dataset =
        main && name.name().startsWith(RAW) ? name.name().substring(RAW.length()) : null;
    boolean hasAge = columns.contains(PROCESSED_AT) && table.rows() > 0;
    String checkedAt = null;
    boolean pinned = dataset != null && frozen.contains(dataset);
    if (hasAge && dataset != null) {
      checkedAt = checkedAt(name, "", checks, " WHERE dataset_name = " + literal(dataset));
    } else if (hasAge && name.equals(STAGING)) {
      String which = exceptFrozen(files.keySet());
      pinned = !which.isEmpty() && frozen.containsAll(files.keySet());
      checkedAt = checkedAt(name, pinned ? "" : which, checks, pinned ? "" : which);
    }
    return new Source(
        name,
        columns,
        dataset,
        checkedAt,
        pinned,
        dataset == null ? Map.of() : files.getOrDefault(dataset, Map.of()));
  }

  /** Rows of several datasets are as fresh as the freshest of those that can be stale. */
  private String exceptFrozen(Set<String> datasets) {
    List<String> pinned =
        datasets.stream().filter(frozen::contains).map(LakeSources::literal).toList();
    return pinned.isEmpty()
        ? ""
        : " WHERE dataset_name NOT IN (%s)".formatted(String.join(", ", pinned));
  }

  /** When the rows were stored, or a later run found that the source had not changed. */
  private static String checkedAt(
      TableId table, String whichRows, boolean checks, String whichChecks) {
    String stored =
        "SELECT max(%s) AS checked_at FROM %s.%s.\"%s\"%s"
            .formatted(
                PROCESSED_AT,
                LakeQuery.ALIAS,
                table.schema(),
                table.name().replace("\"", "\"\""),
                whichRows);
    return checks
        ? "SELECT max(checked_at) AS checked_at FROM (%s UNION ALL SELECT max(checked_at) FROM %s.main.ingest_checks%s)"
            .formatted(stored, LakeQuery.ALIAS, whichChecks)
        : stored;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Dataset → what its latest stored run says of its files. */
  private Map<String, Map<String, Object>> latestFiles() throws QueryException {
    Map<String, Map<String, Object>> found = new TreeMap<>();
    if (lake.table(FILES).isEmpty()) {
      return found;
    }
    for (List<String> row : query.run(LATEST_FILES).rows()) {
      Map<String, Object> of = new LinkedHashMap<>();
      of.put("dataset_name", row.get(0));
      put(of, "doi", row.get(1));
      put(of, "version", row.get(2));
      put(of, "license", row.get(3));
      put(of, "urls", List.of(row.get(4).split(" ")));
      put(of, "checksums", List.of(row.get(5).split(" ")));
      found.put(row.get(0), of);
    }
    return found;
  }

  private static void put(Map<String, Object> lineage, String key, Object value) {
    if (!value.equals("") && !value.equals(List.of(""))) {
      lineage.put(key, value);
    }
  }
}
