package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.Synthetic.POLYGON;
import static org.icemelt.acceptance.Synthetic.collection;
import static org.icemelt.acceptance.Synthetic.feature;

import org.icemelt.judge.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Flink cannot do is said before anything is made; what a dataset cannot, after. */
@ResourceLock("a Flink cluster")
class FlinkRefusalsIT {
  @ParameterizedTest
  @CsvSource({
    "--streaming,                         Cannot build with --streaming",
    "--manifest=missing.json,             missing.json",
    "--dataPath=db/ducklake_data/,        the data path db/ducklake_data/ is relative",
    "--catalog=duckdb:lake.ducklake,      a DuckDB file serves one process",
  })
  void exitsWithTwoAndMakesNothing(String option, String why) {
    RunFolder folder = RunFolder.empty("flink-refusals");
    Command run =
        folder.expect(
            2, "--runner=FlinkRunner", "--flinkMaster=127.0.0.1:1", "--dataPath=/d/", option);
    assertThat(run.stderr()).contains(why);
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void aDatasetThatFailsLeavesTheOthersAndExitsWithThree() throws Exception {
    FlinkCluster cluster = FlinkCluster.up();
    RunFolder folder = RunFolder.empty("flink-failing-dataset");
    String manifest =
        new LocalManifest(folder.path())
            .dataset("sound", "sound.geojson", collection(feature("{\"a\": 1}", POLYGON)))
            .dataset(
                "cut", "cut.geojson", "{\"type\": \"FeatureCollection\", \"fea".getBytes(UTF_8))
            .option();
    Command run =
        cluster.submit(0, folder, manifest, "--attachedMode=false", "--runId=failing-dataset");
    assertThat(run.stdout())
        .contains("Run failing-dataset was submitted: http://" + cluster.master() + "/#/job/")
        .contains("icemelt status --run=failing-dataset --runsPath=")
        .contains(
            "Its layers are not built with it: run build --layers=prepared,curated after it.");
    FlinkMoments.await("report", () -> folder.files().contains("db/runs/failing-dataset.json"));

    Command status = folder.expect(3, "status", "--run=failing-dataset", "--runsPath=db/runs/");
    ClosingTable table = ClosingTable.in(status.stdout());
    assertThat(table.number("sound", "stored")).isEqualTo(1);
    assertThat(status.stdout()).contains("failed: cut: ");
    assertThat(LakeRows.hashes(folder).get("raw_sound").get(0)).isEqualTo(1L);
    assertThat(LakeRows.hashes(folder)).doesNotContainKey("raw_cut");
  }
}
