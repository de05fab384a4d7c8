package org.icemelt.pipelines.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsCommandTest {
  private static final String FILES = "CALL lake.set_option('data_inlining_row_limit', 0)";

  @Test
  void countsRowsOfFilesDeletesAndInlinedRows(@TempDir Path folder) throws Exception {
    DuckDbLake lake =
        DuckDbLake.in(
            folder,
            "CREATE TABLE t AS SELECT range AS id FROM range(100)", // snapshot 1
            "INSERT INTO t VALUES (100), (101)", // 2, inlined
            "DELETE FROM t WHERE id = 101", // 3, an inlined row
            "DELETE FROM t WHERE id = 5", // 4, an inlined delete
            FILES,
            "DELETE FROM t WHERE id < 20 AND id <> 5", // a delete file
            "CREATE TABLE u AS SELECT 1 AS one",
            "BEGIN",
            "CALL lake.set_commit_message('Ada', 'changed two tables')",
            "UPDATE u SET one = 2",
            "INSERT INTO t SELECT range FROM range(1000, 1050)",
            "COMMIT",
            "DROP TABLE u");
    JsonNode all = json(lake);
    assertThat(changes(all))
        .containsSubsequence(
            List.of(
                "main.t +100 -0",
                "main.t +2 -0",
                "main.t +0 -1",
                "main.t +0 -1",
                "main.t +0 -19",
                "main.u +1 -0",
                "main.t +50 -0",
                "main.u +1 -1",
                "main.u +0 -1"))
        .hasSize(9);
    assertThat(all.toString()).contains("\"author\":\"Ada\",\"message\":\"changed two tables\"");
    String table = Program.expect(0, "snapshots", lake.option()).stdout();
    assertThat(table)
        .containsPattern("snapshot +time \\(UTC\\) +author +message +rows")
        .containsPattern("Ada +changed two tables +main\\.t \\+50\n +main\\.u \\+1 -1\n")
        .doesNotContain("*");
  }

  @Test
  void listsNoRowsForCompactionAndMarksMergedFiles(@TempDir Path folder) throws Exception {
    DuckDbLake lake =
        DuckDbLake.in(
            folder,
            FILES,
            "CREATE TABLE t AS SELECT range AS id FROM range(10)",
            "INSERT INTO t SELECT range FROM range(10)",
            "CALL ducklake_merge_adjacent_files('lake')");
    assertThat(changes(json(lake))).containsExactly("main.t +20 -0");
    assertThat(Program.expect(0, "snapshots", lake.option()).stdout())
        .contains("main.t +20*", "* files merged since");
  }

  private static JsonNode json(DuckDbLake lake) throws Exception {
    return new ObjectMapper()
        .readTree(Program.expect(0, "snapshots", lake.option(), "--format=json").stdout());
  }

  private static List<String> changes(JsonNode snapshots) {
    List<String> found = new java.util.ArrayList<>();
    snapshots.forEach(
        snapshot ->
            snapshot
                .get("tables")
                .forEach(
                    t ->
                        found.add(
                            "%s +%d -%d"
                                .formatted(
                                    t.get("table").asText(),
                                    t.get("added").asLong(),
                                    t.get("removed").asLong()))));
    return found;
  }
}
