package org.icemelt.io.ducklake.internal.write;

import java.io.Serializable;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;

/**
 * A caller's own condition.
 *
 * @param name for messages
 * @param holds of a row that may be stored
 */
public record RowRule(String name, SerializableFunction<Row, Boolean> holds)
    implements Serializable {
  public RowRule {
    if (name.isBlank()) {
      throw new IllegalArgumentException("Invalid rule: it has no name.");
    }
  }
}
