package org.icemelt.io.ducklake;

/** What a write may change of an existing table's columns so that its rows fit. */
public enum SchemaEvolution {
  /** Columns that the table lacks are added, NULL in its older rows. Only nullable ones can be. */
  ADD_COLUMNS,
  /**
   * A column takes the wider type of the rows: of signed integers or of unsigned ones. Nothing else
   * widens, and no column of a table that is kept sorted.
   */
  WIDEN_TYPES,
  /** A NOT NULL column becomes nullable if the rows' column is. */
  RELAX_NOT_NULL
}
