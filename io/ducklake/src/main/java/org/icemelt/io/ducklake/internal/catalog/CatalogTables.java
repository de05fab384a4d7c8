package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.List;

/** The 28 tables of a catalog of format 1.0, their columns in binding order. */
final class CatalogTables {
  /** Column types: 64-bit integer, string, boolean, uuid, time with zone. */
  enum Type {
    I,
    S,
    B,
    U,
    T
  }

  /** One table a line; {@code *} marks the primary key, {@code !} what is NOT NULL. */
  private static final String TABLES =
      """
      metadata: key S!, value S!, scope S, scope_id I
      snapshot: snapshot_id I*, snapshot_time T, schema_version I, next_catalog_id I, next_file_id I
      snapshot_changes: snapshot_id I*, changes_made S, author S, commit_message S, commit_extra_info S
      schema: schema_id I*, schema_uuid U, begin_snapshot I, end_snapshot I, schema_name S, path S, path_is_relative B
      table: table_id I, table_uuid U, begin_snapshot I, end_snapshot I, schema_id I, table_name S, path S, path_is_relative B
      view: view_id I, view_uuid U, begin_snapshot I, end_snapshot I, schema_id I, view_name S, dialect S, sql S, column_aliases S
      tag: object_id I, begin_snapshot I, end_snapshot I, key S, value S
      column_tag: table_id I, column_id I, begin_snapshot I, end_snapshot I, key S, value S
      data_file: data_file_id I*, table_id I, begin_snapshot I, end_snapshot I, file_order I, path S, path_is_relative B, file_format S, record_count I, file_size_bytes I, footer_size I, row_id_start I, partition_id I, encryption_key S, mapping_id I, partial_max I
      file_column_stats: data_file_id I, table_id I, column_id I, column_size_bytes I, value_count I, null_count I, min_value S, max_value S, contains_nan B, extra_stats S
      file_variant_stats: data_file_id I, table_id I, column_id I, variant_path S, shredded_type S, column_size_bytes I, value_count I, null_count I, min_value S, max_value S, contains_nan B, extra_stats S
      delete_file: delete_file_id I*, table_id I, begin_snapshot I, end_snapshot I, data_file_id I, path S, path_is_relative B, format S, delete_count I, file_size_bytes I, footer_size I, encryption_key S, partial_max I
      column: column_id I, begin_snapshot I, end_snapshot I, table_id I, column_order I, column_name S, column_type S, initial_default S, default_value S, nulls_allowed B, parent_column I, default_value_type S, default_value_dialect S
      table_stats: table_id I, record_count I, next_row_id I, file_size_bytes I
      table_column_stats: table_id I, column_id I, contains_null B, contains_nan B, min_value S, max_value S, extra_stats S
      partition_info: partition_id I, table_id I, begin_snapshot I, end_snapshot I
      partition_column: partition_id I, table_id I, partition_key_index I, column_id I, transform S
      file_partition_value: data_file_id I, table_id I, partition_key_index I, partition_value S
      files_scheduled_for_deletion: data_file_id I, path S, path_is_relative B, schedule_start T
      inlined_data_tables: table_id I, table_name S, schema_version I
      column_mapping: mapping_id I, table_id I, type S
      name_mapping: mapping_id I, column_id I, source_name S, target_field_id I, parent_column I, is_partition B
      schema_versions: begin_snapshot I, schema_version I, table_id I
      macro: schema_id I, macro_id I, macro_name S, begin_snapshot I, end_snapshot I
      macro_impl: macro_id I, impl_id I, dialect S, sql S, type S
      macro_parameters: macro_id I, impl_id I, column_id I, parameter_name S, parameter_type S, default_value S, default_value_type S
      sort_info: sort_id I, table_id I, begin_snapshot I, end_snapshot I
      sort_expression: sort_id I, table_id I, sort_key_index I, expression S, dialect S, sort_direction S, null_order S
      """;

  private CatalogTables() {}

  static void create(Db db) throws SQLException {
    for (String sql : ddl(db.dialect())) {
      db.execute(sql);
    }
  }

  private static List<String> ddl(Dialect dialect) {
    return TABLES.lines().map(line -> createTable(dialect, line)).toList();
  }

  private static String createTable(Dialect dialect, String line) {
    int colon = line.indexOf(": ");
    StringBuilder sql =
        new StringBuilder("CREATE TABLE ducklake_").append(line, 0, colon).append('(');
    String separator = "";
    for (String column : line.substring(colon + 2).split(", ")) {
      int blank = column.indexOf(' ');
      Type type = Type.valueOf(column.substring(blank + 1, blank + 2));
      sql.append(separator)
          .append(Db.quoted(column.substring(0, blank)))
          .append(' ')
          .append(dialect.sqlType(type))
          .append(column.endsWith("*") ? " PRIMARY KEY" : "")
          .append(column.endsWith("!") ? " NOT NULL" : "");
      separator = ", ";
    }
    return sql.append(')').toString();
  }
}
