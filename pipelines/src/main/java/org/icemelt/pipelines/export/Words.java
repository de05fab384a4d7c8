package org.icemelt.pipelines.export;

import java.util.HexFormat;
import java.util.Locale;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;

/** Values as text, for formats that have fewer types than a lake. */
final class Words {
  private Words() {}

  /** Whether a column holds H3 cells, which are written as their hexadecimal names. */
  static boolean isH3(ColumnDef column) {
    return column.type() == DuckLakeType.UINT64
        && column.name().toLowerCase(Locale.ROOT).startsWith("h3_");
  }

  /** A value that is no list, map or struct. */
  static String of(ColumnDef column, Object value) {
    if (isH3(column)) {
      return Long.toHexString(((Number) value).longValue());
    } else if (column.type() == DuckLakeType.UINT64) {
      return Long.toUnsignedString(((Number) value).longValue());
    }
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
  }
}
