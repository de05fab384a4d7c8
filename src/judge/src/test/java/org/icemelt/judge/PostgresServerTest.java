package org.icemelt.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  private final PostgresServer server = PostgresServer.shared();

  @Test
  void duckDbMakesALakeInADatabaseOfItsOwn(@TempDir Path data) throws SQLException {
    String database = server.newDatabase();
    assertThat(server.newDatabase()).isNotEqualTo(database);
    try (Connection duck = Judge.connect()) {
      Judge.attach(
          duck, "postgres:" + server.words(database), "lake", AttachOption.dataPath(data + "/"));
      assertThat(Judge.value(duck, "SELECT count(*) FROM lake.snapshots()")).isEqualTo(1L);
    }
  }

  @Test
  void aRoleThatIsMadeHasToGiveItsPassword() throws SQLException {
    server.createRole("reader", "it's secret");
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.port());
    assertThatThrownBy(() -> DriverManager.getConnection(url, "reader", "wrong"))
        .hasMessageContaining("password authentication failed");
    try (Connection right = DriverManager.getConnection(url, "reader", "it's secret")) {
      assertThat(right.isValid(5)).isTrue();
    }
  }
}
