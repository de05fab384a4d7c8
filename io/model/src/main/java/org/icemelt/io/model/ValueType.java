package org.icemelt.io.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The types a source column can have, each with the one Java class that carries its values. */
public enum ValueType {
  BOOLEAN(Boolean.class),
  INT32(Integer.class),
  INT64(Long.class),
  FLOAT32(Float.class),
  FLOAT64(Double.class),
  STRING(String.class),
  /** Text that is one JSON value: nested objects and arrays of the source. */
  JSON(String.class),
  DATE(LocalDate.class),
  /** A time without a zone, to the microsecond. */
  TIMESTAMP(LocalDateTime.class),
  /** An instant, to the microsecond. */
  TIMESTAMPTZ(Instant.class),
  BINARY(byte[].class);

  private final Class<?> javaClass;

  ValueType(Class<?> javaClass) {
    this.javaClass = javaClass;
  }

  /** The class of every non-null value of a column of this type. */
  public Class<?> javaClass() {
    return javaClass;
  }

  /**
   * The narrowest type that holds the values of both: int32 → int64 → float64, float32 → float64,
   * date → timestamp; any other pair is {@link #STRING}.
   */
  public ValueType unify(ValueType other) {
    if (this == other) {
      return this;
    }
    if (isNumber() && other.isNumber()) {
      return isInteger() && other.isInteger() ? INT64 : FLOAT64;
    }
    if ((this == DATE && other == TIMESTAMP) || (this == TIMESTAMP && other == DATE)) {
      return TIMESTAMP;
    }
    return STRING;
  }

  public boolean isNumber() {
    return isInteger() || this == FLOAT32 || this == FLOAT64;
  }

  public boolean isInteger() {
    return this == INT32 || this == INT64;
  }
}
