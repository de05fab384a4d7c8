package org.icemelt.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ServerTest {
  @TempDir private Path folder;

  @Test
  void keepsObjectsAsFilesForThoseWhoHaveItsKeys() throws Exception {
    try (S3Server server = S3Server.start(folder);
        Connection duckdb = Judge.connect()) {
      Path bucket = server.makeBucket("lake");
      server.open(duckdb);
      Judge.execute(
          duckdb, "COPY (SELECT 42 AS answer) TO 's3://lake/a/b.parquet' (FORMAT parquet)");
      assertThat(bucket.resolve("a/b.parquet")).isRegularFile();
      assertThat(Judge.value(duckdb, "SELECT answer FROM 's3://lake/a/b.parquet'")).isEqualTo(42);

      Judge.execute(
          duckdb,
          "CREATE OR REPLACE SECRET s3proxy (TYPE s3, KEY_ID 'nobody', SECRET 'nothing', ENDPOINT '"
              + server.address()
              + "', URL_STYLE 'path', USE_SSL false)");
      assertThatThrownBy(() -> Judge.value(duckdb, "SELECT answer FROM 's3://lake/a/b.parquet'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("403");
    }
  }
}
