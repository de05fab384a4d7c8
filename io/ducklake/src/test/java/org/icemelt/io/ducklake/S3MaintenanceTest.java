package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.request;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.icemelt.io.ducklake.s3.PathStyleS3;
import org.icemelt.judge.Judge;
import org.icemelt.judge.S3Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Upkeep of a lake whose files are in a store that speaks S3. */
class S3MaintenanceTest {
  private static final TableDef T =
      TableDef.of(TableId.parse("t"), TableSchema.of(ColumnDef.of("n", DuckLakeType.INT64)));
  private static final String ORPHAN = "ducklake-01930000-0000-7000-8000-0000000000aa.parquet";

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private Path folder;

  private S3Server server;
  private Path bucket;
  private LakeConfig lake;

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start(folder);
    bucket = server.makeBucket("lake");
    lake = LakeConfig.of("sqlite:" + folder.resolve("catalog.sqlite")).withDataPath("s3://lake/pv");
    System.setProperty("aws.accessKeyId", server.accessKey());
    System.setProperty("aws.secretAccessKey", server.secretKey());
    PipelineOptions options = PipelineOptionsFactory.create();
    PathStyleS3.use(options, "http://" + server.namedAddress());
    FileSystems.setDefaultPipelineOptions(options);
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    server.close();
  }

  private List<String> objects() throws Exception {
    try (Stream<Path> all = Files.walk(bucket)) {
      return all.filter(Files::isRegularFile).map(bucket::relativize).map(Path::toString).toList();
    }
  }

  @Test
  void filesAreMergedAndWhatNobodyNeedsGoes() throws Exception {
    for (long n = 0; n < 3; n++) {
      TestLake.commit(
          lake,
          request("run " + n),
          List.of(new TableChange.AppendRows("", T, List.of(row(n), row(10 + n)))));
    }
    Files.createFile(bucket.resolve("pv/main/t/" + ORPHAN));
    Files.createFile(bucket.resolve("pv/other.parquet"));
    assertThat(objects()).hasSize(5);

    assertThat(LakeMaintenance.of(lake).compact())
        .containsExactly(new LakeMaintenance.Compaction(T.id(), 3, 1, 0, 0));
    assertThat(LakeMaintenance.of(lake).cleanUpOlderThan(Duration.ofDays(7)))
        .isEqualTo(new LakeMaintenance.Cleaned(List.of(), List.of(), 0));
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(8)), ZoneOffset.UTC);
    LakeMaintenance.Cleaned cleaned =
        LakeMaintenance.of(lake, later).cleanUpOlderThan(Duration.ofDays(7));

    assertThat(cleaned.scheduled())
        .hasSize(3)
        .allMatch(path -> path.startsWith("s3://lake/pv/main/t/ducklake-"));
    assertThat(cleaned.orphans()).containsExactly("s3://lake/pv/main/t/" + ORPHAN);
    assertThat(objects()).hasSize(2).contains("pv/other.parquet");
    try (Connection duckdb = Judge.connect()) {
      server.open(duckdb);
      Judge.attach(duckdb, lake.catalog().toString(), "lake");
      assertThat(Judge.column(duckdb, "SELECT n FROM lake.t ORDER BY n"))
          .containsExactly(0L, 1L, 2L, 10L, 11L, 12L);
      assertThat(Judge.column(duckdb, "SELECT n FROM lake.t AT (VERSION => 2) ORDER BY n"))
          .containsExactly(0L, 1L, 10L, 11L);
    }
  }
}
