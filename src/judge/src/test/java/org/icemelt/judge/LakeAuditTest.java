package org.icemelt.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeAuditTest {
  @TempDir Path folder;
  private Path catalog;

  @BeforeEach
  void duckDbMakesALake() throws Exception {
    catalog = folder.resolve("catalog.sqlite");
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(
          duckdb, "sqlite:" + catalog, "lake", AttachOption.dataPath(folder.resolve("data") + "/"));
      Judge.execute(
          duckdb,
          "CREATE TABLE lake.sites (name VARCHAR, area DOUBLE)",
          "INSERT INTO lake.sites SELECT 'site ' || range, range / 7 FROM range(100)",
          "DELETE FROM lake.sites WHERE name = 'site 7'");
    }
  }

  @Test
  void findsNoFaultInALakeThatDuckDbMade() {
    assertThat(LakeAudit.check("sqlite:" + catalog)).isEmpty();
  }

  @Test
  void reportsARecordCountThatDiffersFromTheFile() throws Exception {
    inCatalog("UPDATE ducklake_data_file SET record_count = record_count - 1");
    assertThat(LakeAudit.check("sqlite:" + catalog)).anyMatch(f -> f.startsWith("COUNT:"));
  }

  @Test
  void reportsBoundsThatHideRows() throws Exception {
    inCatalog("UPDATE ducklake_file_column_stats SET max_value = '1.0' WHERE column_id = 2");
    assertThat(LakeAudit.check("sqlite:" + catalog))
        .isNotEmpty()
        .allMatch(f -> f.matches("(?s)[A-Z]+: .+"));
  }

  @Test
  void tellsTheFaultThatDuckDbsOwnRewriteMakes() throws Exception {
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, "sqlite:" + catalog, "lake");
      Judge.execute(duckdb, "INSERT INTO lake.sites SELECT NULL, range FROM range(100)");
      assertThat(LakeAudit.check("sqlite:" + catalog)).isEmpty();
      Judge.execute(duckdb, "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)");
    }
    assertThat(LakeAudit.check("sqlite:" + catalog))
        .singleElement()
        .matches(LakeAudit::isOfDuckDbsRewrite);
  }

  @Test
  void reportsACatalogThatIsNotThere() {
    assertThat(LakeAudit.check("sqlite:" + folder.resolve("absent.sqlite")))
        .singleElement()
        .asString()
        .startsWith("AUDIT: exit 1, CATALOG:")
        .contains("absent.sqlite");
  }

  @Test
  void readsARelativeDataPathFromTheGivenFolder() throws Exception {
    inCatalog("UPDATE ducklake_metadata SET value = 'data/' WHERE key = 'data_path'");
    assertThat(LakeAudit.check("sqlite:catalog.sqlite", folder)).isEqualTo(List.of());
  }

  private void inCatalog(String sql) throws Exception {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + catalog)) {
      Judge.execute(sqlite, sql);
    }
  }
}
