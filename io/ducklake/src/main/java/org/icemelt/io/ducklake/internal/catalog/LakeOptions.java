package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.parquet.FileOptions;
import org.jspecify.annotations.Nullable;

/** The options that a lake's owner set: a table's win over its schema's over the lake's. */
final class LakeOptions {
  private record Scoped(@Nullable String scope, @Nullable Long id, String key, String value) {}

  private static final Pattern SIZE =
      Pattern.compile("\\s*([0-9.]+)\\s*([a-z]*)\\s*", Pattern.CASE_INSENSITIVE);

  private final List<Scoped> rows;

  private LakeOptions(List<Scoped> rows) {
    this.rows = rows;
  }

  static LakeOptions none() {
    return new LakeOptions(List.of());
  }

  static LakeOptions read(Db db) throws SQLException {
    return new LakeOptions(
        db.list(
            "SELECT scope, scope_id, key, value FROM ducklake_metadata WHERE key NOT LIKE 'beam.%'",
            row ->
                new Scoped(
                    row.getString("scope"),
                    Db.longOrNull(row, "scope_id"),
                    Db.text(row, "key"),
                    Db.text(row, "value"))));
  }

  /** What holds for the lake as a whole: an option, or its version or data path. */
  Optional<String> ofLake(String key) {
    return rows.stream()
        .filter(row -> row.scope == null && row.key.equals(key))
        .map(Scoped::value)
        .findFirst();
  }

  private Map<String, String> of(@Nullable Long schemaId, @Nullable Long tableId) {
    Map<String, String> merged = new HashMap<>();
    put(merged, null, null);
    put(merged, "schema", schemaId);
    put(merged, "table", tableId);
    return merged;
  }

  private void put(Map<String, String> into, @Nullable String scope, @Nullable Long id) {
    for (Scoped row : rows) {
      boolean here =
          scope == null
              ? row.scope == null
              : scope.equals(row.scope) && id != null && id.equals(row.id);
      if (here) {
        into.put(row.key, row.value);
      }
    }
  }

  boolean messageRequired(@Nullable LiveTable table) {
    return flag(table, "require_commit_message", "false");
  }

  /** Whether new files are sorted as the table is. */
  boolean sortsOnInsert(LiveTable table) {
    return flag(table, "sort_on_insert", "true");
  }

  /** From which share of deleted rows on a file is worth writing anew; DuckDB's own default. */
  double rewriteDeleteThreshold(LiveTable table) {
    String value =
        of(table.schemaId(), table.id()).getOrDefault("rewrite_delete_threshold", "0.95");
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new LakeFormatException(
          "Invalid option rewrite_delete_threshold of the lake: %s. Set a number from 0 to 1."
              .formatted(value),
          e);
    }
  }

  private boolean flag(@Nullable LiveTable table, String key, String otherwise) {
    Map<String, String> options = table == null ? of(null, null) : of(table.schemaId(), table.id());
    return Boolean.parseBoolean(options.getOrDefault(key, otherwise));
  }

  /**
   * How files of a table are written.
   *
   * @param schemaId null if the schema is yet to be made
   * @param tableId null if the table is
   */
  FileOptions files(@Nullable Long schemaId, @Nullable Long tableId) {
    Map<String, String> options = of(schemaId, tableId);
    FileOptions plain = FileOptions.DEFAULTS;
    String compression = options.get("parquet_compression");
    CompressionCodecName codec = compression == null ? plain.codec() : codec(compression);
    String level = options.get("parquet_compression_level");
    String rows = options.get("parquet_row_group_size");
    @Nullable Integer stated =
        rows == null
            ? null
            : Integer.valueOf(Math.toIntExact(size("parquet_row_group_size", rows)));
    String bytes = options.get("parquet_row_group_size_bytes");
    String target = options.get("target_file_size");
    return new FileOptions(
        codec,
        level(codec, compression == null ? plain.level() : -1, level),
        "2".equals(options.getOrDefault("parquet_version", "V1").replaceAll("(?i)v", "")) ? 2 : 1,
        stated == null ? plain.rowGroupRows() : stated,
        stated == null ? plain.sortedRowGroupRows() : stated,
        bytes == null ? plain.rowGroupBytes() : size("parquet_row_group_size_bytes", bytes),
        target == null ? plain.targetFileBytes() : size("target_file_size", target),
        Boolean.parseBoolean(options.getOrDefault("hive_file_pattern", "true")));
  }

  private static int level(CompressionCodecName codec, int otherwise, @Nullable String level) {
    return level == null || codec != CompressionCodecName.ZSTD
        ? otherwise
        : Integer.parseInt(level);
  }

  private static CompressionCodecName codec(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "uncompressed" -> CompressionCodecName.UNCOMPRESSED;
      case "snappy" -> CompressionCodecName.SNAPPY;
      case "gzip" -> CompressionCodecName.GZIP;
      case "zstd" -> CompressionCodecName.ZSTD;
      case "lz4", "lz4_raw" -> CompressionCodecName.LZ4_RAW;
      default ->
          throw new LakeFormatException(
              "Cannot write with the lake's option parquet_compression = %s: only uncompressed, snappy, gzip, zstd and lz4 are supported. Change the option."
                  .formatted(name));
    };
  }

  /** Bytes or rows; units are decimal unless they have an i. */
  static long size(String key, String text) {
    Matcher match = SIZE.matcher(text);
    if (match.matches()) {
      long unit =
          switch (match.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1L;
            case "kb" -> 1_000L;
            case "mb" -> 1_000_000L;
            case "gb" -> 1_000_000_000L;
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            default -> 0L;
          };
      double value = Double.parseDouble(match.group(1)) * unit;
      if (value >= 1) {
        return (long) value;
      }
    }
    throw new LakeFormatException(
        "Invalid option %s of the lake: %s. Set a positive number, with KB, MB or GB if wanted."
            .formatted(key, text));
  }
}
