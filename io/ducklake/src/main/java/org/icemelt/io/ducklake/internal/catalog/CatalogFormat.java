package org.icemelt.io.ducklake.internal.catalog;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The catalog formats that are read and written; the only place that knows them. */
enum CatalogFormat {
  /** Of DuckDB 1.5. */
  V1_0("1.0");

  private final String text;

  CatalogFormat(String text) {
    this.text = text;
  }

  /** What new lakes are made in. */
  static CatalogFormat ofNewLakes() {
    return V1_0;
  }

  /** The format of that name, as {@code ducklake_metadata} holds it. */
  static Optional<CatalogFormat> named(String text) {
    return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
  }

  /** All of them, for a message. */
  static String known() {
    return Arrays.stream(values()).map(CatalogFormat::text).collect(Collectors.joining(", "));
  }

  String text() {
    return text;
  }
}
