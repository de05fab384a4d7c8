package org.icemelt.io.ducklake.internal.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.rows.LakeToBeam;
import org.jspecify.annotations.Nullable;

/** A table's columns as Beam rows, led by fields that tell of the row. */
public final class LedRows implements Serializable {
  private final LakeToBeam columns;
  private final Schema schema;

  private LedRows(LakeToBeam columns, Schema schema) {
    this.columns = columns;
    this.schema = schema;
  }

  /**
   * @param before fields that come first
   * @throws IllegalArgumentException if a column has the name of such a field
   */
  public static LedRows of(TableSchema table, List<Field> before) {
    LakeToBeam columns = LakeToBeam.of(table);
    for (Field field : before) {
      if (table.indexOf(field.getName()) >= 0) {
        throw new IllegalArgumentException(
            "Cannot read the table: its column \"%s\" has the name of a field that is added. Select other columns."
                .formatted(field.getName()));
      }
    }
    Schema schema =
        Schema.builder().addFields(before).addFields(columns.schema().getFields()).build();
    return new LedRows(columns, before.isEmpty() ? columns.schema() : schema);
  }

  public Schema schema() {
    return schema;
  }

  Row row(List<?> before, List<@Nullable Object> values) {
    Row plain = columns.row(values);
    if (before.isEmpty()) {
      return plain;
    }
    List<@Nullable Object> all = new ArrayList<>(before);
    all.addAll(plain.getValues());
    return Row.withSchema(schema).attachValues(all);
  }
}
