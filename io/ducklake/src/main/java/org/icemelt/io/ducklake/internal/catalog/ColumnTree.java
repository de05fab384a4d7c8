package org.icemelt.io.ducklake.internal.catalog;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.internal.parquet.ScalarTypes;
import org.jspecify.annotations.Nullable;

/**
 * A column as it was at a snapshot, with the columns below it.
 *
 * @param typeText its type, as the catalog has it
 * @param initialDefault text of what files older than the column have here; null for NULL
 */
public record ColumnTree(
    long id,
    String name,
    String typeText,
    boolean nullable,
    @Nullable String initialDefault,
    List<ColumnTree> children)
    implements Serializable {
  public ColumnTree {
    children = List.copyOf(children);
  }

  /**
   * @throws IllegalArgumentException if this version does not know the type, or one below it
   */
  public DuckLakeType type() {
    return switch (typeText.toLowerCase(Locale.ROOT)) {
      case "list" -> DuckLakeType.list(children.get(0).type());
      case "map" -> DuckLakeType.map(children.get(0).type(), children.get(1).type());
      case "struct" ->
          DuckLakeType.struct(
              children.stream()
                  .map(child -> ColumnDef.of(child.name(), child.type()))
                  .toArray(ColumnDef[]::new));
      default -> ScalarTypes.parse(typeText);
    };
  }
}
