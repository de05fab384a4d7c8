package org.icemelt.io.ducklake;

class SqliteCatalogTest extends CatalogContract {
  @Override
  CatalogAddress.Kind kind() {
    return CatalogAddress.Kind.SQLITE;
  }
}
