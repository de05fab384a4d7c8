package org.icemelt.io.geofiles.columns;

import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/** Where a layer's columns go among the columns that are wanted, and as which type. */
public final class ColumnMapping {
  private static final int NOWHERE = -1;

  private final int[] positions;
  private final ValueType[] types;
  private final int width;

  private ColumnMapping(int[] positions, ValueType[] types, int width) {
    this.positions = positions;
    this.types = types;
    this.width = width;
  }

  public static ColumnMapping of(FeatureSchema own, FeatureSchema target) {
    int[] positions = new int[own.size()];
    ValueType[] types = new ValueType[own.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = target.indexOf(own.columns().get(i).name()).orElse(NOWHERE);
      types[i] =
          positions[i] == NOWHERE
              ? own.columns().get(i).type()
              : target.columns().get(positions[i]).type();
    }
    return new ColumnMapping(positions, types, target.size());
  }

  /** Whether the layer's column is wanted at all. */
  public boolean wants(int column) {
    return positions[column] != NOWHERE;
  }

  /** A row of nulls as wide as the target. */
  public @Nullable Object[] newRow() {
    return new @Nullable Object[width];
  }

  /** Puts the value of one of the layer's columns where it belongs. */
  public void put(@Nullable Object[] row, int column, @Nullable Object value) {
    if (positions[column] != NOWHERE) {
      row[positions[column]] = ValueCast.cast(value, types[column]);
    }
  }
}
