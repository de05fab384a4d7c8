package org.icemelt.transforms.crs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GeoToolsCleanerTest {
  private static final String NAD83 =
      "GEOGCS[\"NAD83\",DATUM[\"North_American_Datum_1983\",SPHEROID[\"GRS 1980\",6378137,"
          + "298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]";

  @Test
  void noThreadOfGeoToolsIsLeftRunning() {
    assertThat(GeoToolsCrs.ofWkt(NAD83)).isNotNull();
    assertThat(GeoToolsCrs.ofCode("4269")).isNotNull();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .isNotEmpty()
        .noneMatch(name -> name.contains("WeakCollectionCleaner"));
  }
}
