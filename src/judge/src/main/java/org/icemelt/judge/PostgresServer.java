package org.icemelt.judge;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL 15 that needs nothing installed. {@link #shared()} starts once a JVM, without fsync,
 * and ends with it; each lake gets a database of its own.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres server;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** The server of this JVM; nobody closes it. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** A server of its own that keeps what it acknowledged, as one in production does. */
  public static PostgresServer durable() throws IOException {
    return new PostgresServer(
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start());
  }

  private static PostgresServer forTests() {
    try {
      return new PostgresServer(
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("shared_buffers", "32MB")
              .setServerConfig("max_connections", "100")
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to start PostgreSQL for the tests", e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /**
   * Makes an empty database.
   *
   * @return its name
   */
  public String newDatabase() {
    String name = "lake_" + databases.incrementAndGet();
    execute(SUPERUSER, "CREATE DATABASE " + name);
    return name;
  }

  /** libpq's words for a database, without a password: the server trusts who connects from here. */
  public String words(String database) {
    return "host=127.0.0.1 port=%d user=%s dbname=%s".formatted(port(), SUPERUSER, database);
  }

  /** A connection to a database, as its owner. */
  public Connection connect(String database) throws SQLException {
    return server.getDatabase(SUPERUSER, database).getConnection();
  }

  /** Runs statements in a database, as its owner. */
  public void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Failed in %s".formatted(database), e);
    }
  }

  /**
   * Makes a role that has to give this password, where everyone else is trusted.
   *
   * @param role a plain name
   */
  public void createRole(String role, String password) {
    execute(
        SUPERUSER,
        "CREATE ROLE %s LOGIN PASSWORD %s".formatted(role, Judge.literal(password)),
        // the first line of pg_hba.conf that fits a connection decides
        "CREATE TEMP TABLE hba(line TEXT)",
        "INSERT INTO hba SELECT unnest(string_to_array(pg_read_file('pg_hba.conf'), E'\\n'))",
        ("COPY (SELECT 'host all %s 127.0.0.1/32 scram-sha-256' UNION ALL SELECT line FROM hba)"
                + " TO PROGRAM 'cat > pg_hba.new && mv pg_hba.new pg_hba.conf'")
            .formatted(role),
        "SELECT pg_reload_conf()");
  }

  /**
   * A durable server for a script: for each line of its input it prints the words of a new, empty
   * database, and it ends with its input.
   */
  public static void main(String[] arguments) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (PostgresServer server = durable()) {
      while (in.readLine() != null) {
        System.out.println(server.words(server.newDatabase()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Started when first asked for. */
  private static final class Shared {
    static final PostgresServer SERVER = forTests();
  }
}
