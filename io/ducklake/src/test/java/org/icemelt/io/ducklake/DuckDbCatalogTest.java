package org.icemelt.io.ducklake;

class DuckDbCatalogTest extends CatalogContract {
  @Override
  CatalogAddress.Kind kind() {
    return CatalogAddress.Kind.DUCKDB;
  }
}
