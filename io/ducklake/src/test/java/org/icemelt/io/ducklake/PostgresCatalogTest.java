package org.icemelt.io.ducklake;

class PostgresCatalogTest extends CatalogContract {
  @Override
  CatalogAddress.Kind kind() {
    return CatalogAddress.Kind.POSTGRES;
  }
}
