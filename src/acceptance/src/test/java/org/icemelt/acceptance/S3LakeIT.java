package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.S3Server;
import org.junit.jupiter.api.Test;

/** The program with its data files in a store that speaks S3, at a host's name as R2 has one. */
class S3LakeIT {
  private static final String DATASET = "ind_pv_solar_farms_2022";

  @Test
  void buildsAndVerifiesALakeOnS3AndShowsNoKey() throws Exception {
    RunFolder folder = RunFolder.empty("s3-lake").notAudited("its server is gone");
    try (S3Server server = S3Server.start(folder.path())) {
      Path bucket = server.makeBucket("lake");
      String endpoint = "--s3Endpoint=http://" + server.namedAddress();
      Command build =
          Icemelt.expect(
              0,
              folder.path(),
              server.environment(),
              "build",
              "--datasets=" + DATASET,
              "--dataPath=s3://lake/pv/",
              endpoint);
      Command verify = Icemelt.expect(0, folder.path(), server.environment(), "verify", endpoint);

      assertThat(build.stdout()).contains("CREATE SECRET (TYPE s3");
      assertThat(verify.stdout()).contains("all checks passed");
      try (Connection duckdb = Judge.connect()) {
        server.open(duckdb);
        Judge.attach(duckdb, "sqlite:" + folder.catalog(), "lake");
        assertThat(
                Judge.rows(
                    duckdb,
                    "SELECT count(*), count(DISTINCT record_id), bool_and(length(geometry) > 20) FROM lake.stg_pv_consolidated"))
            .containsExactly(List.of(1363L, 1363L, true));
      }
      for (String said : List.of(Icemelt.said(build), Icemelt.said(verify))) {
        assertThat(said).doesNotContain(server.secretKey()).doesNotContain(server.accessKey());
      }
      for (String file : folder.files()) {
        if (file.startsWith("db/")) {
          String text = Files.readString(folder.path().resolve(file), StandardCharsets.ISO_8859_1);
          assertThat(text).as(file).doesNotContain(server.secretKey());
        }
      }

      Path one =
          bucket.resolve(
              folder.files().stream()
                  .filter(file -> file.endsWith(".parquet"))
                  .map(file -> file.substring("buckets/lake/".length()))
                  .findFirst()
                  .orElseThrow());
      Files.delete(one);
      assertThat(
              Icemelt.expect(1, folder.path(), server.environment(), "verify", endpoint).stdout())
          .contains("is missing");
      Command wrong =
          Icemelt.run(
              folder.path(),
              Map.of("AWS_ACCESS_KEY_ID", "AKWRONG", "AWS_SECRET_ACCESS_KEY", "hunter2"),
              "build",
              "--datasets=" + DATASET,
              "--catalog=sqlite:other.sqlite",
              "--dataPath=s3://lake/other/",
              endpoint);
      assertThat(wrong.exitCode()).as(Icemelt.said(wrong)).isEqualTo(4);
      assertThat(Icemelt.said(wrong)).contains("403").doesNotContain("hunter2");
    }
  }
}
