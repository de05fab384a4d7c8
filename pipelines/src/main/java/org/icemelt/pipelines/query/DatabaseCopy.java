package org.icemelt.pipelines.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/**
 * The lake's tables and views, as of now, in a DuckDB database that needs no lake any more. Schema
 * {@code raw_data} has the names that the reference system's users know, whatever layers were
 * built.
 */
public final class DatabaseCopy {
  private static final String RAW_DATA = "raw_data";
  private static final String TARGET = "icemelt_copy";

  private final Lake lake;

  public DatabaseCopy(Lake lake) {
    this.lake = lake;
  }

  /** Writes a new file beside the old one and puts it in its place, or leaves the old one alone. */
  public void toFile(Path file) throws QueryException, IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".partial-" + UUID.randomUUID());
    try {
      try (LakeQuery query = LakeQuery.open(lake)) {
        query.prepareAll();
        query.execute("ATTACH %s AS %s".formatted(LakeQuery.literal(draft.toString()), TARGET));
        copy(query);
        query.execute("USE " + LakeQuery.ALIAS);
        query.execute("DETACH " + TARGET);
      } catch (SQLException e) {
        throw new QueryException(e);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
      Files.deleteIfExists(Path.of(draft + ".wal"));
    }
  }

  /**
   * Replaces the tables in a MotherDuck database, in one transaction.
   *
   * @param address {@code md:name}
   */
  public void toMotherDuck(String address) throws QueryException {
    try (LakeQuery query = LakeQuery.open(lake)) {
      query.prepareAll();
      query.execute("INSTALL motherduck");
      query.execute("LOAD motherduck");
      query.execute("ATTACH %s AS %s".formatted(LakeQuery.literal(address), TARGET));
      query.execute("BEGIN");
      copy(query);
      query.execute("COMMIT");
    } catch (SQLException e) {
      throw new QueryException(e);
    }
  }

  private void copy(LakeQuery query) throws SQLException {
    query.execute("USE " + TARGET);
    for (Lake.TableInfo table : lake.tables()) {
      String name = LakeQuery.qualified(table.name());
      query.execute("CREATE SCHEMA IF NOT EXISTS " + LakeQuery.identifier(table.name().schema()));
      query.execute(
          "CREATE OR REPLACE TABLE %s AS FROM %s.%s".formatted(name, LakeQuery.ALIAS, name));
    }
    Map<TableId, String> views = views();
    @Nullable SQLException failure = null;
    for (int before = -1; before != views.size(); ) { // a view may read another one
      before = views.size();
      failure = null;
      for (TableId name : List.copyOf(views.keySet())) {
        try {
          makeView(query, name, Objects.requireNonNull(views.get(name)));
          views.remove(name);
        } catch (SQLException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void makeView(LakeQuery query, TableId name, String sql) throws SQLException {
    query.execute("CREATE SCHEMA IF NOT EXISTS " + LakeQuery.identifier(name.schema()));
    query.execute("CREATE OR REPLACE VIEW %s AS %s".formatted(LakeQuery.qualified(name), sql));
  }

  /** The lake's own views, and those of {@code raw_data} that it lacks. */
  private Map<TableId, String> views() {
    Map<TableId, String> views = new LinkedHashMap<>();
    for (TableId table : lake.tables().stream().map(Lake.TableInfo::name).toList()) {
      if (table.schema().equals("main")) {
        for (String name : rawDataNames(table.name())) {
          views.put(TableId.of(RAW_DATA, name), "FROM main." + LakeQuery.identifier(table.name()));
        }
      }
    }
    for (Lake.ViewInfo view : lake.views()) {
      views.put(view.name(), view.sql().replace("{DUCKLAKE_CATALOG}.", ""));
    }
    lake.tables().forEach(table -> views.remove(table.name()));
    return views;
  }

  private static List<String> rawDataNames(String table) {
    List<String> names = new ArrayList<>();
    if (table.equals("stg_pv_consolidated")) {
      names.add("doi_pv_features");
    } else if (table.equals("admin_boundaries")) {
      names.add(table);
    } else if (table.startsWith("raw_")) {
      names.add(table.substring("raw_".length()));
    }
    return names;
  }
}
