package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.judge.Command;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.Test;

/** The main job on Flink, in one process and on a cluster, against the same job without Flink. */
class FlinkSameRowsIT {
  private static final Pattern STEP =
      Pattern.compile("\\bat (?:ExplodeWindows: )?(?:FeaturesToFiles/)?([A-Z]\\w*)");

  private static void requireSame(RunFolder folder, Command run) throws SQLException {
    DefaultLake direct = DefaultLake.shared();
    ClosingTable expected = ClosingTable.in(direct.first().stdout());
    ClosingTable table = ClosingTable.in(run.stdout());
    assertThat(table.datasets()).isEqualTo(expected.datasets()).isNotEmpty();
    for (String dataset : expected.datasets()) {
      for (String column : new String[] {"read", "stored", "rejected", "repaired"}) {
        assertThat(table.number(dataset, column))
            .as("%s of %s", column, dataset)
            .isEqualTo(expected.number(dataset, column));
      }
    }
    assertThat(LakeRows.hashes(folder)).isEqualTo(LakeRows.hashes(direct.folder())).isNotEmpty();
    assertThat(folder.snapshots()).containsExactly(0L, 1L);
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void flinkInsideTheProgramMakesTheSameLake() throws Exception {
    RunFolder folder = RunFolder.empty("flink-local");
    requireSame(folder, folder.build("--runner=FlinkRunner", "--flinkMaster=[local]"));
  }

  @Test
  void aClusterMakesTheSameLakeWithBothItsWorkers() throws Exception {
    FlinkCluster cluster = FlinkCluster.up();
    RunFolder folder = RunFolder.empty("flink-two-workers");
    Command run = cluster.submit(0, folder, "--runId=same-rows");
    requireSame(folder, run);

    JsonNode job = cluster.job("same-rows");
    assertThat(job.path("state").asText()).isEqualTo("FINISHED");
    assertThat(cluster.workers(job, "FeaturesToFiles/ReadFeatures/ReadEach"))
        .containsExactly("taskmanager-1", "taskmanager-2");
    long stored =
        ClosingTable.in(run.stdout()).datasets().stream()
            .mapToLong(d -> ClosingTable.in(run.stdout()).number(d, "stored"))
            .sum();
    assertThat(run.stderr()).as("progress").contains(" %d rows written".formatted(stored));
    assertThat(steps(job)).isEqualTo(documentedSteps());
    assertThat(folder.files()).as("marks").noneMatch(file -> file.contains(".icemelt-"));

    Command again = cluster.submit(0, folder, "--runId=same-rows");
    assertThat(again.stdout()).contains("Run same-rows was committed before; nothing was done.");
    assertThat(ClosingTable.in(again.stdout()).number("deu_ufz_pv_2015", "stored"))
        .isEqualTo(ClosingTable.in(run.stdout()).number("deu_ufz_pv_2015", "stored"));
    assertThat(folder.snapshots()).containsExactly(0L, 1L);
  }

  /** The pipeline's steps that the parts of a job are named after. */
  private static Set<String> steps(JsonNode job) {
    Set<String> steps = new TreeSet<>();
    for (JsonNode vertex : job.path("vertices")) {
      Matcher at = STEP.matcher(vertex.path("name").asText());
      while (at.find()) {
        steps.add(at.group(1));
      }
    }
    return steps;
  }

  private static Set<String> documentedSteps() throws IOException {
    String readme = Files.readString(ProjectRoot.path().resolve("runner-configs/README.md"));
    String list = readme.substring(readme.indexOf("<!-- steps -->")).split("```")[1];
    return new TreeSet<>(list.strip().lines().toList());
  }
}
