package org.icemelt.pipelines.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.judge.Judge;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.Program;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.report.DatasetReport.Status;
import org.icemelt.pipelines.report.RunReport;
import org.icemelt.pipelines.report.RunReport.Commit;
import org.icemelt.pipelines.stage.Spent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's text on lakes that DuckDB made; how it looks and works is shown in a browser. */
class ReportPageTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>\"'&";

  @TempDir Path folder;
  private DuckDbLake lake;

  @BeforeEach
  void makeALake() throws Exception {
    lake =
        DuckDbLake.in(
            folder,
            "CREATE TABLE stg_pv_consolidated (record_id VARCHAR, dataset_name VARCHAR,"
                + " unified_id VARCHAR, external_id VARCHAR, name VARCHAR, geometry VARCHAR,"
                + " geometry_type VARCHAR, centroid_lon DOUBLE, centroid_lat DOUBLE, area_m2 DOUBLE,"
                + " source_area_m2 DOUBLE, capacity_mw DOUBLE, capacity_basis VARCHAR,"
                + " install_date DATE, install_date_precision VARCHAR, technology VARCHAR,"
                + " status VARCHAR, record_role VARCHAR, h3_index_12 UBIGINT,"
                + " geometry_repaired BOOLEAN, source_file VARCHAR, source_row BIGINT, doi VARCHAR,"
                + " processed_at TIMESTAMP)",
            "INSERT INTO stg_pv_consolidated BY NAME SELECT d || ':' || f || '#' || i AS record_id,"
                + " d AS dataset_name, record_id AS unified_id, 'POINT (' || i + 0.5 || ' ' || i / 2 - 3 || ')' AS geometry, 'Point' AS geometry_type,"
                + " i + 0.5 AS centroid_lon, i / 2 - 3 AS centroid_lat,"
                + " if(i % 3 = 0, NULL, i * 10.25) AS area_m2,"
                + " if(i % 2 = 0, NULL, i * 0.5) AS capacity_mw, if(i % 2 = 0, NULL, 'ac') AS capacity_basis,"
                + " if(i = 4, NULL, make_date(2000 + i, 1, 1)) AS install_date,"
                + " if(i = 4, NULL, 'year') AS install_date_precision, 'pv' AS technology, 'operating' AS status,"
                + " 'installation' AS record_role, f AS source_file, i AS source_row,"
                + " if(i = 2, %s, NULL) AS name, now()::TIMESTAMP AS processed_at"
                    .formatted(Judge.literal(EVIL))
                + " FROM (VALUES ('b', 'f.zip'), ('a', 'g.json'), ('a', 'f.json')) AS t(d, f),"
                + " range(7) AS r(i)");
  }

  @Test
  void packsEverySiteAsTheLakeHasIt() throws Exception {
    JsonNode sites = block(verifyPage(), "sites");
    try (Connection duckdb = lake.open()) {
      assertThat(unpacked(sites))
          .isEqualTo(
              Judge.rows(
                  duckdb,
                  "SELECT record_id, centroid_lon::FLOAT, centroid_lat::FLOAT,"
                      + " ifnull(area_m2, 'NaN')::FLOAT, ifnull(capacity_mw, 'NaN')::FLOAT,"
                      + " ifnull(year(install_date), 0)::INTEGER, technology, status, record_role,"
                      + " name FROM stg_pv_consolidated ORDER BY dataset_name, source_file, source_row"));
    }
  }

  @Test
  void showsHurtfulTextsAsTexts() throws Exception {
    RunReport report =
        new RunReport(
                EVIL,
                "2026-11-21T00:00",
                Commit.COMMITTED,
                1L,
                null,
                List.of(
                    new DatasetReport(
                        EVIL, Status.STORED, 3, 2, 1, 0, 0, null, 0.5, null, List.of(EVIL)),
                    new DatasetReport(
                        "bad", Status.FAILED, 0, 0, 0, 0, 0, null, 0, EVIL, List.of())))
            .withTimings(List.of(Spent.once(EVIL, 1)));
    String page = ReportPage.of(report, lake());
    assertThat(page)
        .doesNotContain("<img", "unsafe-inline")
        .contains("&lt;/script&gt;&lt;img src", "\\u003c/script>\\u003cimg", "Exit code 3");
    assertThat(Pattern.compile("<script").matcher(page).results().count()).isEqualTo(5);
    assertThat(Pattern.compile("</script>").matcher(page).results().count()).isEqualTo(5);
  }

  @Test
  void tellsOfALakeThatIsDamaged() throws Exception {
    String page = verifyPage();
    assertThat(page).contains("All checks passed.", "main.stg_pv_consolidated", "Map of 21 sites");
    try (var files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    Path damaged = folder.resolve("damaged.html");
    Program.expect(1, "verify", lake.option(), "--report=" + damaged);
    assertThat(Files.readString(damaged))
        .contains("is missing", "1 faults were found.", "Exit code 1")
        .contains("The sites cannot be read, so there is no map")
        .doesNotContain("id=\"map\"");
  }

  @Test
  void showsARunThatLeftNoLake() {
    RunReport report =
        new RunReport(
            "run-1",
            "2026-11-21T00:00",
            Commit.NOTHING_TO_DO,
            null,
            null,
            List.of(
                new DatasetReport(
                    "cut", Status.FAILED, 0, 0, 0, 0, 0, null, 0, "cut in row 7", List.of())));
    Lake none = Lake.of(LakeConfig.of("sqlite:" + folder.resolve("none.sqlite")));
    assertThat(ReportPage.of(report, none))
        .contains("Nothing was committed.", "cut: cut in row 7", "Exit code 4")
        .doesNotContain("id=\"map\"", "<script");
  }

  @Test
  void saysWhereAReportCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(
            Program.expect(1, "verify", lake.option(), "--report=" + file.resolve("x.html"))
                .stderr())
        .contains("Failed to write --report=" + file.resolve("x.html"));
  }

  private Lake lake() {
    return Lake.of(LakeConfig.of("sqlite:" + lake.catalog()));
  }

  private String verifyPage() throws IOException {
    Path page = folder.resolve("report.html");
    Program.expect(0, "verify", lake.option(), "--report=" + page);
    return Files.readString(page);
  }

  private static JsonNode block(String page, String id) throws IOException {
    Matcher block =
        Pattern.compile("<script type=\"application/json\" id=\"%s\">(.*?)</script>".formatted(id))
            .matcher(page);
    assertThat(block.find()).isTrue();
    return new ObjectMapper().readTree(block.group(1));
  }

  /** What the page's script makes of the block: a row of values a site. */
  private static List<List<Object>> unpacked(JsonNode sites) throws IOException {
    int n = sites.get("rows").asInt();
    byte[] zipped = Base64.getDecoder().decode(sites.get("columns").asText());
    ByteBuffer in =
        ByteBuffer.wrap(new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.capacity()).isEqualTo(n * 29);
    List<List<Object>> rows = new ArrayList<>();
    int row = 0;
    for (int i = 0; i < n; i++) {
      row += in.getInt(4 * (4 * n + i));
      String dataset = word(sites, "datasets", in.getShort(20 * n + 2 * (n + i)));
      String file = word(sites, "files", in.getShort(20 * n + 2 * (2 * n + i)));
      JsonNode name = sites.get("names").get(Integer.toString(i));
      List<Object> values = new ArrayList<>();
      values.add(dataset + ":" + file + "#" + row);
      for (int column = 0; column < 4; column++) {
        values.add(in.getFloat(4 * (column * n + i)));
      }
      values.add((int) in.getShort(20 * n + 2 * i));
      values.add(word(sites, "technologies", in.get(26 * n + i)));
      values.add(word(sites, "statuses", in.get(27 * n + i)));
      values.add(word(sites, "roles", in.get(28 * n + i)));
      values.add(name == null ? null : name.asText());
      rows.add(values);
    }
    return rows;
  }

  private static String word(JsonNode sites, String list, int number) {
    return sites.get(list).get(number).asText();
  }
}
