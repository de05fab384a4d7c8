package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.Synthetic.POLYGON;
import static org.icemelt.acceptance.Synthetic.collection;
import static org.icemelt.acceptance.Synthetic.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.PostgresServer;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The main job on Flink, in one process and on a cluster, against the same job without Flink. */
@ResourceLock("a Flink cluster")
class FlinkSameRowsIT {
  /** An operator in a part's name: {@code CHAIN FlatMap (ReadManifest) -> Map (after …) -> …}. */
  private static final Pattern OPERATOR = Pattern.compile("\\w+ \\((.*?)\\)(?: -> |$)");

  /** What an operator is called: a step, one of its outputs, or what comes after one. */
  private static final Pattern STEP =
      Pattern.compile(
          "(?:after )?(?:FeaturesToFiles/)?([A-Z]\\w*)(?:/[A-Z]\\w*)*(?:\\.[a-z]\\w*)?");

  private static final List<String> WORKERS = List.of("taskmanager-1", "taskmanager-2");

  private static final int FEATURES = 20_000;
  private static final String SOURCES = "--layers=raw,staging";

  /** Jobs that bring the jar, as on a cluster that {@code start} did not bring up. */
  private static final int WITH_JAR = 3;

  /**
   * Java 17 remembers, for each way of comparing records, the last class it was used on: the job
   * that ended last is held by that, and so may be the one before it.
   */
  private static final int MOST_HELD = WITH_JAR - 1;

  /** Of these one class would hold all of its job for as long as the worker lives. */
  private static final Pattern NATIVE =
      Pattern.compile("(com\\.uber\\.h3core|org\\.sqlite|org\\.postgresql|org\\.conscrypt)\\..*");

  private static int broughtTheJar;

  private static void requireSame(RunFolder direct, Command expected, RunFolder folder, Command run)
      throws SQLException {
    requireSameCounts(expected, run);
    assertThat(LakeRows.hashes(folder)).isEqualTo(LakeRows.hashes(direct)).isNotEmpty();
    assertThat(folder.snapshots()).isEqualTo(direct.snapshots());
    assertThat(folder.faults()).isEmpty();
  }

  private static void requireSame(RunFolder folder, Command run) throws SQLException {
    DefaultLake direct = DefaultLake.shared();
    requireSame(direct.folder(), direct.first(), folder, run);
  }

  private static void requireSameCounts(Command direct, Command run) {
    ClosingTable expected = ClosingTable.in(direct.stdout());
    ClosingTable table = ClosingTable.in(run.stdout());
    assertThat(table.datasets()).isEqualTo(expected.datasets()).isNotEmpty();
    for (String dataset : expected.datasets()) {
      for (String column : new String[] {"read", "stored", "rejected", "repaired"}) {
        assertThat(table.number(dataset, column))
            .as("%s of %s", column, dataset)
            .isEqualTo(expected.number(dataset, column));
      }
    }
  }

  private static void requireSame(RunFolder direct, String postgres, RunFolder folder)
      throws SQLException {
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, postgres, "lake", AttachOption.existing());
      Judge.execute(duckdb, "USE lake");
      assertThat(LakeRows.hashes(duckdb)).isEqualTo(LakeRows.hashes(direct)).isNotEmpty();
    }
    assertThat(LakeAudit.check(postgres, folder.path())).isEmpty();
  }

  private static String newPostgres() {
    PostgresServer server = PostgresServer.shared();
    return "postgres:" + server.words(server.newDatabase());
  }

  @Test
  void flinkInsideTheProgramMakesTheSameLake() throws Exception {
    RunFolder folder = RunFolder.empty("flink-local");
    requireSame(
        folder,
        folder.build(
            "--layers=raw,staging,prepared,curated",
            "--runner=FlinkRunner",
            "--flinkMaster=[local]"));
  }

  @Test
  void aClusterWithPostgresMakesTheSameLakeThoughNobodyWaitsForIt() throws Exception {
    FlinkCluster cluster = FlinkCluster.up();
    RunFolder folder = RunFolder.empty("flink-postgres");
    String postgres = newPostgres();
    Command begun =
        cluster.submit(0, folder, "--background", "--catalog=" + postgres, "--runId=unattended");
    assertThat(begun.stdout()).contains("Run unattended goes on as process ");
    Path report = folder.path().resolve("db/runs/unattended.json");
    FlinkMoments.await(
        "the layers have followed",
        () -> Files.exists(report) && text(report).contains("\"layers\" : {"));
    requireSameCounts(
        DefaultLake.shared().first(),
        folder.expect(0, "status", "--run=unattended", "--runsPath=db/runs/"));
    requireSame(DefaultLake.shared().folder(), postgres, folder);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A large dataset, a small one and one that fails. On SQLite by {@code flink run}, on PostgreSQL
   * by {@code submit}; both send the jar, as to any cluster.
   */
  @Test
  void aSyntheticManifestEndsInTheSameWayEverywhere() throws Exception {
    RunFolder direct = RunFolder.empty("flink-synthetic-direct");
    LocalManifest sources =
        new LocalManifest(direct.path().resolve("sources"))
            .dataset("sound", "sound.geojson", collection(feature("{\"a\": 1}", POLYGON)))
            .dataset(
                "cut", "cut.geojson", "{\"type\": \"FeatureCollection\", \"fea".getBytes(UTF_8));
    String manifest = SyntheticFarms.manifest(sources, FEATURES);
    String split = "--splitMb=1";
    Command expected = direct.expect(3, manifest, split, SOURCES);

    RunFolder local = RunFolder.empty("flink-synthetic-local");
    String flink = "--runner=FlinkRunner";
    requireSame(
        direct,
        expected,
        local,
        local.expect(3, manifest, split, SOURCES, flink, "--flinkMaster=[local]"));

    FlinkCluster cluster = FlinkCluster.up();
    RunFolder sqlite = RunFolder.empty("flink-synthetic-sqlite");
    String dataPath = "--dataPath=" + sqlite.dataPath();
    Command byFlink =
        cluster.flinkRun(3, sqlite, flink, "--parallelism=2", manifest, split, SOURCES, dataPath);
    broughtTheJar++;
    requireSame(direct, expected, sqlite, byFlink);

    RunFolder folder = RunFolder.empty("flink-synthetic-postgres");
    String postgres = newPostgres();
    requireSameCounts(
        expected,
        cluster.submitWithJar(3, folder, manifest, split, SOURCES, "--catalog=" + postgres));
    broughtTheJar++;
    requireSame(direct, postgres, folder);
  }

  @Test
  void aWrongManifestIsRefusedEverywhere() {
    String wrong = "--manifest=missing.json";
    RunFolder folder = RunFolder.empty("flink-wrong");
    folder.expect(2, wrong);
    folder.expect(2, wrong, "--runner=FlinkRunner", "--flinkMaster=[local]");
    FlinkCluster.up().submit(2, folder, wrong);
    FlinkCluster.up().submit(2, folder, wrong, "--catalog=" + newPostgres());
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void aHundredThousandFeaturesPassThroughWorkersOf1200Megabytes() throws Exception {
    int features = 100_000;
    RunFolder folder = RunFolder.empty("flink-hundred-thousand");
    String manifest =
        SyntheticFarms.manifest(new LocalManifest(folder.path().resolve("sources")), features);
    FlinkCluster cluster = FlinkCluster.up();
    Command run = cluster.submitWithJar(0, folder, manifest, SOURCES);
    broughtTheJar++;
    assertThat(ClosingTable.in(run.stdout()).number("farms", "stored")).isEqualTo(features);
    for (String worker : WORKERS) {
      assertThat(cluster.peakMemory(worker)).as("memory of %s", worker).isLessThan(1200L << 20);
    }
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT sum(id)::BIGINT, count(DISTINCT record_id) FROM raw_farms JOIN"
                      + " stg_pv_consolidated USING (source_row)"))
          .containsExactly(List.of((features - 1L) * features / 2, (long) features));
    }
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void aClusterMakesTheSameLakeWithBothItsWorkers() throws Exception {
    FlinkCluster cluster = FlinkCluster.up();
    RunFolder folder = RunFolder.empty("flink-two-workers");
    Command run = cluster.submit(0, folder, "--runId=same-rows");
    requireSame(folder, run);

    JsonNode job = cluster.job("icemelt-build-same-rows");
    assertThat(job.path("state").asText()).isEqualTo("FINISHED");
    assertThat(cluster.workers(job, "FeaturesToFiles/ReadFeatures/ReadEach")).isEqualTo(WORKERS);
    long stored =
        ClosingTable.in(run.stdout()).datasets().stream()
            .mapToLong(d -> ClosingTable.in(run.stdout()).number(d, "stored"))
            .sum();
    assertThat(run.stderr()).as("progress").contains(" %d rows written".formatted(stored));
    assertThat(steps(job)).isEqualTo(documented("steps"));
    assertThat(steps(cluster.job("icemelt-layers-same-rows-layers")))
        .isEqualTo(documented("steps of the layers"));
    FlinkDashboard.photograph(cluster, job, "ReadManifest)", Path.of("target/flink-job.png"));
    assertThat(folder.files()).as("marks").noneMatch(file -> file.contains(".icemelt-"));
  }

  @AfterAll
  static void workersLetGoOfTheJobsThatEnded() {
    FlinkCluster cluster = FlinkCluster.up();
    assertThat(broughtTheJar).as("jobs that brought the jar").isEqualTo(WITH_JAR);
    for (String worker : WORKERS) {
      assertThat(cluster.fatalErrors(worker)).as("%s, which nobody killed", worker).isEmpty();
      assertThat(cluster.classesOfJobs(worker))
          .as("jobs whose classes %s holds", worker)
          .hasSizeLessThanOrEqualTo(MOST_HELD)
          .allSatisfy(classes -> assertThat(classes).noneMatch(NATIVE.asMatchPredicate()));
    }
  }

  /** The pipeline's steps that the parts of a job are named after. */
  private static Set<String> steps(JsonNode job) {
    Set<String> steps = new TreeSet<>();
    for (JsonNode vertex : job.path("vertices")) {
      Matcher operators = OPERATOR.matcher(vertex.path("name").asText());
      while (operators.find()) {
        Matcher step = STEP.matcher(operators.group(1));
        assertThat(step.matches()).as("operator %s", operators.group()).isTrue();
        steps.add(step.group(1));
      }
    }
    return steps;
  }

  private static Set<String> documented(String which) throws IOException {
    String readme = Files.readString(ProjectRoot.path().resolve("runner-configs/README.md"));
    String list = readme.substring(readme.indexOf("<!-- " + which + " -->")).split("```")[1];
    return new TreeSet<>(list.strip().lines().toList());
  }
}
