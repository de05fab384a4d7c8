package org.icemelt.io.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** A column of a source file, under the publisher's own name. */
public record Column(String name, ValueType type) implements Serializable {
  public Column {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
  }
}
