package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/** A publisher changes one file of several: India's, on which another dataset stands beside. */
class ChangedSourceIT {
  private static final String CHANGED = "ind_pv_solar_farms_2022";
  private static final String KEPT = "deu_ufz_pv_2015";
  private static final String FILE = "solar_farms_india_2021_merged_simplified.geojson";
  private static final Pattern AREA = Pattern.compile("\"Area\": ([0-9.]+)");

  /** Rows with their row ids, so that even a rewriting of equal rows would show. */
  private static final String ROWS_OF_KEPT =
      "SELECT md5(string_agg(rowid || record_id || geometry || processed_at, ',' ORDER BY record_id))"
          + " FROM stg_pv_consolidated"
          + where(KEPT);

  @Test
  void replacesThatDatasetAloneInOneSnapshotAndOldRowsStayReadable() throws Exception {
    RunFolder folder = RunFolder.empty("changed-source");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    EmbeddedData.copy(EmbeddedData.of(CHANGED), manifest.folder());
    EmbeddedData.copy(EmbeddedData.of(KEPT), manifest.folder().resolve(KEPT));
    manifest.dataset(CHANGED, FILE).dataset(KEPT, KEPT + "/photovoltaics_open-space.shp");
    folder.build(manifest.option());
    assertThat(folder.snapshots()).containsExactly(0L, 1L);
    double before;
    Object kept;
    try (Connection duckdb = folder.open()) {
      before = sourceArea(duckdb, "");
      kept = Judge.value(duckdb, ROWS_OF_KEPT);
    }

    double lost = growFirstFeatureTo(manifest.folder().resolve(FILE), 1.5);
    Command second = folder.build(manifest.option());

    assertThat(folder.snapshots()).containsExactly(0L, 1L, 2L);
    ClosingTable table = ClosingTable.in(second.stdout());
    assertThat(table.number(CHANGED, "read")).isEqualTo(1_362);
    assertThat(table.number(CHANGED, "stored")).isEqualTo(1_362);
    assertThat(Icemelt.said(second).lines())
        .anyMatch(line -> line.contains(KEPT) && line.toLowerCase().contains("unchanged"));
    try (Connection duckdb = folder.open()) {
      assertThat(sourceArea(duckdb, "")).isCloseTo(before - lost, Offset.offset(1e-3));
      assertThat(sourceArea(duckdb, " AT (VERSION => 1)")).isEqualTo(before);
      assertThat(Judge.value(duckdb, "SELECT min(\"Area\") FROM raw_" + CHANGED)).isEqualTo(1.5);
      assertThat(Judge.value(duckdb, "SELECT count(DISTINCT source_row) FROM raw_" + CHANGED))
          .isEqualTo(1_362L);
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT count(DISTINCT source_row) FROM raw_%s AT (VERSION => 1)"
                      .formatted(CHANGED)))
          .isEqualTo(1_363L);
      assertThat(Judge.value(duckdb, ROWS_OF_KEPT)).isEqualTo(kept);
    }
    assertThat(folder.faults()).isEmpty();
  }

  private static double sourceArea(Connection duckdb, String at) throws Exception {
    return (Double)
        Judge.value(
            duckdb,
            "SELECT fsum(source_area_m2) FROM stg_pv_consolidated%s %s"
                .formatted(at, where(CHANGED)));
  }

  /** Gives the first feature another area and drops the last; returns the area lost by both. */
  private static double growFirstFeatureTo(Path file, double area) throws Exception {
    List<String> lines = new java.util.ArrayList<>(Files.readAllLines(file));
    int first = 0;
    while (!AREA.matcher(lines.get(first)).find()) {
      first++;
    }
    int last = lines.size() - 1;
    while (!AREA.matcher(lines.get(last)).find()) {
      last--;
    }
    double lost = area(lines.get(first)) - area + area(lines.get(last));
    lines.set(first, AREA.matcher(lines.get(first)).replaceFirst("\"Area\": " + area));
    lines.remove(last);
    lines.set(last - 1, lines.get(last - 1).replaceFirst(",\\s*$", ""));
    Files.write(file, lines);
    return lost;
  }

  private static double area(String line) {
    Matcher found = AREA.matcher(line);
    assertThat(found.find()).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
