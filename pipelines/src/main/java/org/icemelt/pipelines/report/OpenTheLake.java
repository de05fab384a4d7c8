package org.icemelt.pipelines.report;

import java.util.List;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.query.QueryException;

/** The last lines of a run: which snapshot, how to open the lake, and one query with its answer. */
public final class OpenTheLake {
  private static final String QUERY =
      "SELECT dataset_name, count(*) AS sites, round(sum(area_m2) / 1e6, 1) AS area_km2"
          + " FROM stg_pv_consolidated GROUP BY ALL ORDER BY ALL";

  private OpenTheLake() {}

  public static String text(RunReport report, LakeConfig config) {
    StringBuilder out =
        new StringBuilder(report.datasets().isEmpty() ? "" : whatHappened(report) + "\n")
            .append(layers(report));
    Lake lake = Lake.of(config);
    if (!lake.exists()) {
      return out.toString();
    }
    String attach = config.catalog().toString();
    out.append("\nOpen it in DuckDB from this folder:\n");
    out.append("  INSTALL ducklake; LOAD ducklake;\n");
    if (lake.dataPath().startsWith("s3://")) {
      out.append(
          "  CREATE SECRET (TYPE s3, KEY_ID '...', SECRET '...', ENDPOINT 'host:port', URL_STYLE 'path');\n");
    }
    out.append(
        "  ATTACH 'ducklake:%s' AS eo_pv_lakehouse (DATA_PATH '%s'); USE eo_pv_lakehouse;\n"
            .formatted(quoted(attach), quoted(lake.storedDataPath().orElseThrow())));
    out.append("or from anywhere:\n");
    out.append(
        "  ATTACH 'ducklake:%s' AS eo_pv_lakehouse (DATA_PATH '%s', OVERRIDE_DATA_PATH true);\n"
            .formatted(quoted(absolute(config)), quoted(lake.dataPath())));
    if (lake.table(TableId.of("main", "stg_pv_consolidated")).isPresent()) {
      out.append("\n  ").append(QUERY).append(";\n\n").append(answer(lake));
    }
    return out.toString();
  }

  private static String whatHappened(RunReport report) {
    return switch (report.commit()) {
      case COMMITTED ->
          "Snapshot %d holds this run (%s).".formatted(report.snapshotId(), report.runId());
      case ALREADY_COMMITTED ->
          "Run %s was committed before, as snapshot %d; nothing was added."
              .formatted(report.runId(), report.snapshotId());
      case NOTHING_TO_DO ->
          report.datasets().stream().anyMatch(DatasetReport::failed)
              ? "Nothing was committed."
              : "Nothing changed: every source is as it was, no snapshot was added.";
      case REFUSED, UNKNOWN -> String.valueOf(report.message());
    };
  }

  private static String layers(RunReport report) {
    LayersReport layers = report.layers();
    if (layers == null || layers.outcome() == LayersReport.Outcome.FAILED) {
      return "";
    }
    return layers.snapshotId() == null
        ? "The prepared and curated layers are as they were.\n"
        : "Snapshot %d holds the layers computed from snapshot %d, in %.1f s.%n"
            .formatted(layers.snapshotId(), layers.computedFrom(), layers.seconds());
  }

  private static String answer(Lake lake) {
    try (LakeQuery query = LakeQuery.open(lake)) {
      LakeQuery.Result result = query.run(QUERY);
      TextTable table = new TextTable(result.columns());
      for (List<String> row : result.rows()) {
        table.add(row);
      }
      return table.toString().indent(2);
    } catch (QueryException e) {
      return "  (not answered here: %s)%n".formatted(e.getMessage());
    }
  }

  private static String absolute(LakeConfig config) {
    CatalogAddress catalog = config.catalog();
    return catalog.kind() == CatalogAddress.Kind.POSTGRES
        ? catalog.toString()
        : new CatalogAddress(catalog.kind(), config.catalogFile().toString()).toString();
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
