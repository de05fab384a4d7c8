package org.icemelt.io.ducklake.internal.catalog;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.LakeConfig;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A catalog in a PostgreSQL database. A commit locks the snapshots' table before it reads anything:
 * commits of this writer queue up instead of failing one another, and readers are not stopped.
 * DuckDB does not take that lock, so its commits can still be in the way; then SQLSTATE says so.
 */
final class PostgresDialect implements Dialect {
  /** How long one commit waits in the queue. */
  private static final Duration QUEUE = Duration.ofSeconds(20);

  /**
   * unique_violation, serialization_failure, deadlock_detected, lock_not_available; what two who
   * make the catalog's tables at once get: duplicate_table; too_many_connections,
   * cannot_connect_now.
   */
  private static final Set<String> RETRYABLE =
      Set.of("23505", "40001", "40P01", "55P03", "42P07", "53300", "57P03");

  /** admin_shutdown, crash_shutdown. */
  private static final Set<String> ENDED = Set.of("57P01", "57P02");

  private static final int COPY_CHARS = 1 << 16;

  private final PostgresAddress address;
  private final long queueMillis;

  private PostgresDialect(PostgresAddress address, Duration patience) {
    this.address = address;
    this.queueMillis = Math.max(1, Math.min(QUEUE.toMillis(), patience.toMillis()));
  }

  static PostgresDialect of(LakeConfig config, UnaryOperator<@Nullable String> environment) {
    return new PostgresDialect(
        PostgresAddress.parse(config.catalog().target(), environment), config.commitTimeout());
  }

  @Override
  public boolean mayExist() {
    return true;
  }

  @Override
  public Connection open() throws SQLException {
    try {
      return address.source().getConnection();
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (state.startsWith("28") || state.equals("08004")) { // wrong, or not given
        throw new SQLException(
            e.getMessage()
                + ". Check the user, and PGPASSWORD or the password file (PGPASSFILE) of the process that connects",
            e.getSQLState(),
            e);
      }
      throw e;
    }
  }

  @Override
  public Connection create() throws SQLException {
    return open();
  }

  @Override
  public void beginLook(Connection connection) throws SQLException {
    Dialect.run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }

  @Override
  public void beginCreate(Connection connection) throws SQLException {
    Dialect.run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ");
  }

  @Override
  public void beginCommit(Connection connection) throws SQLException {
    // Neither SET nor LOCK fixes the transaction's view; the first query after them does.
    Dialect.run(
        connection,
        "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = "
            + queueMillis
            + "; LOCK TABLE ducklake_snapshot IN SHARE ROW EXCLUSIVE MODE");
  }

  /** One message to the server and one answer, for all of them. */
  @Override
  public void write(Connection connection, List<Db.Write> writes) throws SQLException {
    String sql = writes.stream().map(Db.Write::sql).collect(Collectors.joining(";\n"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Db.bind(
          this,
          statement,
          writes.stream().flatMap(write -> Arrays.stream(write.parameters())).toArray());
      statement.execute();
    }
  }

  @Override
  public void fill(
      Connection connection, StagedRows.TempTable table, Iterator<@Nullable Object[]> rows)
      throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table.name() + " FROM STDIN");
    try {
      StringBuilder lines = new StringBuilder();
      while (rows.hasNext()) {
        appendLine(lines, rows.next());
        if (lines.length() >= COPY_CHARS || !rows.hasNext()) {
          byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
          copy.writeToCopy(bytes, 0, bytes.length);
          lines.setLength(0);
        }
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /**
   * COPY's text form: tabs between values, {@code \\N} for NULL, a backslash before what means
   * more.
   */
  private static void appendLine(StringBuilder lines, @Nullable Object[] row) {
    for (int i = 0; i < row.length; i++) {
      lines.append(i == 0 ? "" : "\t");
      Object value = row[i];
      if (value == null) {
        lines.append("\\N");
      } else if (value instanceof String text) {
        for (int c = 0; c < text.length(); c++) {
          switch (text.charAt(c)) {
            case '\\' -> lines.append("\\\\");
            case '\t' -> lines.append("\\t");
            case '\n' -> lines.append("\\n");
            case '\r' -> lines.append("\\r");
            default -> lines.append(text.charAt(c));
          }
        }
      } else {
        lines.append(value);
      }
    }
    lines.append('\n');
  }

  @Override
  public boolean isRetryable(SQLException failure) {
    return RETRYABLE.contains(failure.getSQLState());
  }

  @Override
  public boolean isRefusal(SQLException failure) {
    String state = failure.getSQLState();
    // statement_completion_unknown is what its name says
    return state != null && !isUnavailable(failure) && !state.equals("40003");
  }

  @Override
  public boolean isUnavailable(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("08") || state.startsWith("28") || ENDED.contains(state);
  }

  @Override
  public String tableExistsSql() {
    return "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = ?";
  }

  @Override
  public String foreignTablesSql() {
    return "SELECT tablename AS name FROM pg_catalog.pg_tables WHERE false"; // any may be there
  }

  @Override
  public String sqlType(CatalogTables.Type type) {
    return switch (type) {
      case I -> "bigint";
      case S -> "varchar";
      case B -> "boolean";
      case U -> "uuid";
      case T -> "timestamptz";
    };
  }

  @Override
  public @Nullable Object parameter(@Nullable Object value) {
    return value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value;
  }

  @Override
  public Instant instant(Object value) {
    return value instanceof OffsetDateTime at ? at.toInstant() : ((Timestamp) value).toInstant();
  }

  @Override
  public int longestName() {
    return 63;
  }

  @Override
  public String inlinedType(String duckLakeType) {
    if (duckLakeType.startsWith("decimal")) {
      return duckLakeType.replace("decimal", "numeric");
    }
    return switch (duckLakeType) {
      case "boolean" -> "boolean";
      case "int8", "int16" -> "smallint";
      case "int32", "uint8", "uint16" -> "integer";
      case "int64", "uint32" -> "bigint";
      case "float32" -> "real";
      case "float64" -> "double precision";
      case "uuid" -> "uuid";
      case "time" -> "time";
      case "varchar", "json", "blob" -> "bytea";
      default -> "varchar";
    };
  }

  @Override
  public String inlinedText(String duckLakeType, String column) {
    return switch (duckLakeType) {
      case "varchar", "json" -> "convert_from(" + column + ", 'UTF8')";
      case "blob" -> "upper(encode(" + column + ", 'hex'))";
      default -> "CAST(" + column + " AS varchar)";
    };
  }

  @Override
  public String inlinedValue(String duckLakeType, String column) {
    return switch (duckLakeType) {
      case "varchar", "json", "blob" -> column; // kept as bytea
      default -> "CAST(" + column + " AS TEXT)"; // the driver's times lack what is below a second
    };
  }
}
