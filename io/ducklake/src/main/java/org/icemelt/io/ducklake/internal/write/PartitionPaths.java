package org.icemelt.io.ducklake.internal.write;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.PartitionTransform;
import org.jspecify.annotations.Nullable;

/** Folders of partitioned files: {@code name=value/}, as DuckDB makes them. */
final class PartitionPaths {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  /** File systems end names at 255 bytes; the folder is for people, the catalog's value counts. */
  private static final int LONGEST = 200;

  private PartitionPaths() {}

  static String folder(List<PartitionField> spec, List<@Nullable String> values) {
    StringBuilder folder = new StringBuilder();
    Set<String> used = new HashSet<>();
    for (int i = 0; i < spec.size(); i++) {
      String value = values.get(i);
      folder
          .append(encoded(name(spec.get(i), used)))
          .append('=')
          .append(value == null ? NULL : encoded(value))
          .append('/');
    }
    return folder.toString();
  }

  /** The column of an identity, else the transform; where that is taken, with the column. */
  private static String name(PartitionField field, Set<String> used) {
    PartitionTransform transform = field.transform();
    String name = transform.equals(PartitionTransform.IDENTITY) ? field.column() : transform.word();
    String free = used.contains(name) ? name + "_" + field.column() : name;
    used.add(free);
    return free;
  }

  private static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          b >= 'a' && b <= 'z'
              || b >= 'A' && b <= 'Z'
              || b >= '0' && b <= '9'
              || b == '-'
              || b == '_'
              || b == '.'
              || b == '~';
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append("%02X".formatted(b & 0xff));
      }
    }
    return out.length() <= LONGEST ? out.toString() : out.substring(0, LONGEST);
  }
}
