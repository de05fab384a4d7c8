package org.icemelt.pipelines.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.S3Server;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports to a store that speaks S3, read there by DuckDB's own client. */
class ExportS3Test {
  @TempDir static Path folder;
  private static S3Server server;
  private static Path bucket;
  private static DuckDbLake lake;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(folder);
    bucket = server.makeBucket("exports");
    lake =
        DuckDbLake.in(
            folder,
            "CREATE TABLE sites AS SELECT range AS id, 'ü' || range AS name,"
                + " ST_AsText(ST_Point(range / 10, range / 20)) AS geometry FROM range(100)",
            "DELETE FROM sites WHERE id = 40",
            "CREATE TABLE plain AS SELECT range AS id FROM range(20)");
  }

  @BeforeEach
  void giveKeys() {
    System.setProperty("aws.accessKeyId", server.accessKey());
    System.setProperty("aws.secretAccessKey", server.secretKey());
  }

  @AfterAll
  static void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    server.close();
  }

  private static Command export(int exitCode, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "export";
    all[1] = lake.option();
    all[2] = "--s3Endpoint=http://" + server.namedAddress();
    System.arraycopy(options, 0, all, 3, options.length);
    return Program.expect(exitCode, all);
  }

  private static Connection duckdb() throws Exception {
    Connection duckdb = lake.open();
    server.open(duckdb);
    return duckdb;
  }

  @ParameterizedTest
  @CsvSource({
    "geoparquet, 'SELECT id, name, ST_AsText(geometry), typeof(geometry) FROM read_parquet(''%s'')', GEOMETRY('EPSG:4326')",
    "parquet,    'SELECT id, name, geometry, typeof(geometry) FROM read_parquet(''%s'')', VARCHAR",
    "csv,        'SELECT id, name, geometry, ''text'' FROM read_csv(''%s'')', text",
    "geojson,    'SELECT id, name, ST_AsText(geom), ''read'' FROM ST_Read(''%s'')', read",
  })
  void everyFormatHasTheSameRows(String format, String read, String type) throws Exception {
    String file = "s3://exports/some/where/sites." + format;

    assertThat(export(0, "--table=sites", "--format=" + format, "--output=" + file).stdout())
        .isEqualTo(file + ": 99 rows\n");

    try (Connection duckdb = duckdb()) {
      String found = read.formatted(file);
      if (format.equals("geojson")) { // GDAL has a client, and keys, of its own
        found = read.formatted(bucket.resolve("some/where/sites.geojson"));
      }
      String wanted =
          "SELECT id, name, geometry, %s FROM lake.sites".formatted(Judge.literal(type));
      assertThat(Judge.rows(duckdb, "(%s) EXCEPT ALL (%s)".formatted(found, wanted))).isEmpty();
      assertThat(Judge.rows(duckdb, "(%s) EXCEPT ALL (%s)".formatted(wanted, found))).isEmpty();
    }
  }

  @Test
  void foldersAndBucketsTakeTablesByName() throws Exception {
    assertThat(export(0, "--table=sites", "--output=s3://exports").stdout())
        .startsWith("s3://exports/sites.parquet: ");
    assertThat(
            export(0, "--table=*", "--format=csv", "--output=s3://exports/all", "--columns=id")
                .stdout())
        .contains("s3://exports/all/main.plain.csv: 20 rows")
        .contains("s3://exports/all/main.sites.csv: 99 rows");
    try (Connection duckdb = duckdb()) {
      assertThat(Judge.value(duckdb, "SELECT sum(id)::BIGINT FROM 's3://exports/all/*.csv'"))
          .isEqualTo(190L + 4950 - 40);
    }
  }

  @Test
  void whatCannotBeWrittenIsNamedAndLeavesWhatWasThere() throws Exception {
    String file = "s3://exports/kept.parquet";
    export(0, "--table=sites", "--output=" + file);
    byte[] before = Files.readAllBytes(bucket.resolve("kept.parquet"));

    assertThat(export(2, "--table=plain", "--output=" + file).stderr())
        .contains("no column of geometries");
    assertThat(export(1, "--table=sites", "--output=s3://nowhere/sites.parquet").stderr())
        .contains("Failed to write s3://nowhere/sites.parquet");
    assertThat(export(2, "--table=sites", "--output=gopher://b/sites.parquet").stderr())
        .contains("gopher");
    System.setProperty("aws.secretAccessKey", "hunter2");
    assertThat(export(1, "--table=sites", "--output=" + file).stderr())
        .contains("Failed to write " + file, "403")
        .doesNotContain("hunter2");
    assertThat(Files.readAllBytes(bucket.resolve("kept.parquet"))).isEqualTo(before);
  }
}
