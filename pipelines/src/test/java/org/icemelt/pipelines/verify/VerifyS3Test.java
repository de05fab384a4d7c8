package org.icemelt.pipelines.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.S3Server;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a lake are checked wherever its files lie. */
class VerifyS3Test {
  private static final String ROW =
      "SELECT '%s' AS record_id, 'd' AS dataset_name, 'u' AS unified_id, 'POINT (%s 2)' AS geometry,"
          + " 'Point' AS geometry_type, %s::DOUBLE AS centroid_lon, 2::DOUBLE AS centroid_lat,"
          + " NULL::DOUBLE AS area_m2, NULL::DOUBLE AS source_area_m2, NULL::DOUBLE AS capacity_mw,"
          + " NULL::VARCHAR AS capacity_basis, NULL::DATE AS install_date,"
          + " NULL::VARCHAR AS install_date_precision, NULL::VARCHAR AS technology,"
          + " NULL::VARCHAR AS status, 'installation' AS record_role,"
          + " now()::TIMESTAMP AS processed_at";

  @TempDir Path folder;

  @Test
  void findsTwiceUsedIdsAndLostRowsInTheStore() throws Exception {
    String catalog = "sqlite:" + folder.resolve("catalog.sqlite");
    try (S3Server server = S3Server.start(folder)) {
      server.makeBucket("lake");
      try (Connection duckdb = Judge.connect()) {
        server.open(duckdb);
        Judge.attach(duckdb, catalog, "lake", AttachOption.dataPath("s3://lake/pv/"));
        Judge.execute(
            duckdb,
            "USE lake",
            "CALL lake.set_option('data_inlining_row_limit', 0)",
            "CREATE TABLE stg_pv_consolidated AS " + ROW.formatted("a", "1", "1"),
            "INSERT INTO stg_pv_consolidated " + ROW.formatted("a", "3", "3"),
            "CREATE TABLE ingest_files AS SELECT 'd' AS dataset_name, 'r' AS run_id,"
                + " now()::TIMESTAMP AS processed_at, 'stored' AS status, 5 AS features_read,"
                + " 3 AS stored, 2 AS rejected");
      }
      System.setProperty("aws.accessKeyId", server.accessKey());
      System.setProperty("aws.secretAccessKey", server.secretKey());

      assertThat(
              Program.expect(
                      1,
                      "verify",
                      "--catalog=" + catalog,
                      "--s3Endpoint=http://" + server.namedAddress())
                  .stdout())
          .contains("fault: main.stg_pv_consolidated: record_id a stands in 2 rows")
          .contains(
              "fault: dataset d: 5 read, 3 stored, 2 rejected, but 2 rows in stg_pv_consolidated");
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
      FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    }
  }
}
