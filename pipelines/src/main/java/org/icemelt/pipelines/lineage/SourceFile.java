package org.icemelt.pipelines.lineage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanPlan;
import org.icemelt.pipelines.build.StandardTables;
import org.jspecify.annotations.Nullable;

/**
 * A file that a run read or could not read: its row in {@code ingest_files}.
 *
 * @param columns column → value, those that are NULL left out
 */
record SourceFile(Map<String, Object> columns) {
  private static final String RUN_ID = "run_id";

  SourceFile {
    columns = Map.copyOf(columns);
  }

  /** Those of a run, by dataset and file. */
  static List<SourceFile> of(Lake lake, String runId) {
    if (lake.table(StandardTables.INGEST_FILES.id()).isEmpty()) {
      return List.of();
    }
    ScanPlan plan =
        LakeScan.of(lake.config(), StandardTables.INGEST_FILES.id())
            .where(Filter.equal(RUN_ID, runId))
            .plan();
    List<SourceFile> files = new ArrayList<>();
    try (RowCursor rows = plan.open()) {
      while (rows.next()) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < plan.schema().columns().size(); i++) {
          Object value = rows.values().get(i);
          if (value != null) {
            columns.put(plan.schema().columns().get(i).name(), value);
          }
        }
        files.add(new SourceFile(columns));
      }
    }
    files.sort(
        Comparator.comparing((SourceFile file) -> file.dataset()).thenComparing(SourceFile::name));
    return files;
  }

  String dataset() {
    return String.valueOf(text("dataset_name"));
  }

  /** The file's name as shown to people; that of the dataset if its files were not even listed. */
  String name() {
    String file = text("source_file");
    return file == null ? dataset() : file;
  }

  /** Where it was published: the DOI or address of the publication, else where the file lay. */
  String publishedAt() {
    String doi = text("doi");
    if (doi != null) {
      return doi.startsWith("10.") ? "https://doi.org/" + doi : doi;
    }
    String url = String.valueOf(text("url"));
    int slash = url.lastIndexOf('/');
    return withoutPassword(slash < 0 ? url : url.substring(0, slash));
  }

  /** What it, or the outermost archive it was in, came from. */
  String url() {
    return withoutPassword(String.valueOf(text("url")));
  }

  @Nullable String text(String column) {
    Object value = columns.get(column);
    return value == null ? null : value.toString();
  }

  @Nullable Long whole(String column) {
    return columns.get(column) instanceof Long value ? value : null;
  }

  private static String withoutPassword(String url) {
    return url.replaceFirst("//[^/@]*@", "//");
  }
}
