package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;

import com.uber.h3core.H3Core;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.PagePart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page that compares the reference system's numbers with ours: its rules are applied to our
 * lake by DuckDB's spatial extension and by H3, so that each difference has its cause beside it.
 */
class OldNumbersIT {
  private static final String PAGE = "src/site/old-numbers.md";

  /** The reference's area and centroid: both in Web Mercator. */
  private static final String MERCATOR =
      """
      CREATE TEMP TABLE old AS
      SELECT record_id, dataset_name, area_m2, centroid_lon, centroid_lat, h3_index_12,
             ST_Area(m) AS old_area,
             ST_X(ST_Transform(ST_Centroid(m), 'EPSG:3857', 'EPSG:4326', always_xy := true)) AS old_lon,
             ST_Y(ST_Transform(ST_Centroid(m), 'EPSG:3857', 'EPSG:4326', always_xy := true)) AS old_lat
      FROM (SELECT *, ST_Transform(ST_GeomFromText(geometry), 'EPSG:4326', 'EPSG:3857', always_xy := true) AS m
            FROM stg_pv_consolidated)
      """;

  private static Connection duckdb;

  @BeforeAll
  static void computeTheOldWay() throws Exception {
    duckdb = DefaultLake.shared().folder().open(new AttachOption[0]);
    Judge.execute(duckdb, "LOAD spatial", MERCATOR);
  }

  @AfterAll
  static void close() throws Exception {
    duckdb.close();
  }

  @Test
  void counts() throws Exception {
    List<String> rows = new ArrayList<>();
    for (List<?> row :
        Judge.rows(
            duckdb,
            "SELECT dataset_name, sum(features_read), sum(stored), sum(rejected), sum(repaired), (SELECT coalesce(string_agg(DISTINCT reason, ', '), '–')"
                + " FROM ingest_rejects r WHERE r.dataset_name = f.dataset_name)"
                + " FROM ingest_files f WHERE status = 'stored' GROUP BY dataset_name ORDER BY dataset_name")) {
      rows.add(line("`%s`", row));
    }
    part("counts", "| dataset | read | stored | rejected | repaired | why rejected |", rows);
  }

  @Test
  void areas() throws Exception {
    List<String> rows = new ArrayList<>();
    for (List<?> row :
        Judge.rows(
            duckdb,
            "SELECT dataset_name, count(area_m2), printf('%.1f', sum(old_area) / 1e6), printf('%.1f', sum(area_m2) / 1e6),"
                + " printf('%.2f', sum(old_area) / sum(area_m2)), printf('%.1f', median(centroid_lat)),"
                + " printf('%.2f', 1 / pow(cos(radians(median(centroid_lat))), 2))"
                + " FROM old WHERE area_m2 IS NOT NULL GROUP BY dataset_name ORDER BY dataset_name")) {
      rows.add(line("`%s`", row));
    }
    part(
        "areas",
        "| dataset | outlines | EPSG:3857, km² | geodesic, km² | old ÷ ours | median latitude, ° | 1 ÷ cos² of it |",
        rows);
  }

  @Test
  void centroidsAndCells() throws Exception {
    H3Core h3 = H3Core.newInstance();
    List<String> rows = new ArrayList<>();
    for (Object dataset :
        Judge.column(duckdb, "SELECT DISTINCT dataset_name FROM old ORDER BY 1")) {
      long all = 0;
      long otherFine = 0;
      long otherCoarse = 0;
      for (List<?> row :
          Judge.rows(
              duckdb,
              "SELECT centroid_lon, centroid_lat, old_lon, old_lat, h3_index_12::VARCHAR FROM old"
                  + where((String) dataset))) {
        double lon = (Double) row.get(0);
        double lat = (Double) row.get(1);
        double oldLon = (Double) row.get(2);
        double oldLat = (Double) row.get(3);
        long cell = h3.latLngToCell(lat, lon, 12);
        assertThat(Long.parseUnsignedLong((String) row.get(4))).isEqualTo(cell);
        all++;
        otherFine += h3.latLngToCell(oldLat, oldLon, 12) == cell ? 0 : 1;
        otherCoarse += h3.latLngToCell(oldLat, oldLon, 8) == h3.latLngToCell(lat, lon, 8) ? 0 : 1;
      }
      Object apart =
          Judge.value(
              duckdb,
              "SELECT printf('%.2f', max(ST_Distance_Sphere(ST_Point(centroid_lon, centroid_lat), ST_Point(old_lon, old_lat)))) FROM old"
                  + where((String) dataset));
      rows.add(line("`%s`", List.of(dataset, all, String.valueOf(apart), otherFine, otherCoarse)));
    }
    part(
        "cells",
        "| dataset | sites | centroids at most apart, m | in another cell of resolution 12 | of resolution 8 |",
        rows);
  }

  @Test
  void datesCapacitiesAndAreas() throws Exception {
    List<String> rows = new ArrayList<>();
    for (Object dataset :
        Judge.column(duckdb, "SELECT DISTINCT dataset_name FROM old ORDER BY 1")) {
      List<Object> cells = new ArrayList<>(List.of(dataset));
      for (List<String> names :
          List.of(
              List.of("install_date", "installation_date", "Date"),
              List.of("capacity_mw", "power", "capacity"),
              List.of("Shape_Area", "Area", "area_sqm", "panels.area", "area"))) {
        cells.add(filledByName((String) dataset, names));
        cells.add(
            Judge.value(
                duckdb,
                "SELECT count(%s) FROM stg_pv_consolidated".formatted(column(names))
                    + where((String) dataset)));
      }
      rows.add(line("`%s`", cells));
    }
    part(
        "fields",
        "| dataset | date by name list | date, ours | capacity by name list | capacity, ours | publisher's area by name list | publisher's area, ours |",
        rows);
  }

  /** Rows that a column of one of these names, exactly so written, fills. */
  private static Object filledByName(String dataset, List<String> names) throws Exception {
    String table = "raw_" + dataset;
    List<?> there =
        Judge.column(
            duckdb,
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'lake' AND table_name = %s AND column_name IN (%s)"
                .formatted(
                    Judge.literal(table),
                    names.stream().map(Judge::literal).collect(Collectors.joining(", "))));
    if (there.isEmpty()) {
      return 0L;
    }
    return Judge.value(
        duckdb,
        "SELECT count(coalesce(%s)) FROM %s"
            .formatted(
                there.stream()
                    .map(name -> Judge.identifier((String) name) + "::VARCHAR")
                    .collect(Collectors.joining(", ")),
                Judge.identifier(table)));
  }

  private static String column(List<String> names) {
    return names.contains("Date")
        ? "install_date"
        : names.contains("power") ? "capacity_mw" : "source_area_m2";
  }

  private static String line(String first, List<?> cells) {
    StringBuilder line = new StringBuilder("| ").append(first.formatted(cells.get(0)));
    for (Object cell : cells.subList(1, cells.size())) {
      line.append(" | ")
          .append(
              cell instanceof Number number
                  ? String.format(Locale.ROOT, "%,d", number.longValue())
                  : cell);
    }
    return line + " |";
  }

  private static void part(String name, String heading, List<String> rows) {
    String rule = heading.replaceAll("[^|]+", "---");
    new PagePart(PAGE, name).mustBe(heading + "\n" + rule + "\n" + String.join("\n", rows));
  }
}
