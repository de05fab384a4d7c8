package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearUnitTest {
  /** US survey foot: 1200/3937 m. */
  private static final double SURVEY_FOOT = 1200.0 / 3937;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EPSG:3035",
        "urn:ogc:def:crs:EPSG::25832",
        "PROJCS[\"a\",GEOGCS[\"b\",UNIT[\"Degree\",0.0174532925199433]],UNIT[\"Meter\",1.0]]",
        "PROJCRS[\"a\",BASEGEOGCRS[\"b\",ANGLEUNIT[\"degree\",0.0174]],CONVERSION[\"c\",METHOD[\"d\"],"
            + "PARAMETER[\"e\",0.3,LENGTHUNIT[\"foot\",0.3048]]],CS[Cartesian,2],"
            + "AXIS[\"(E)\",east,ORDER[1],LENGTHUNIT[\"metre\",1]]]",
        "COMPD_CS[\"x [UNIT\",PROJCS[\"a\",UNIT[\"metre\",1]],VERT_CS[\"v\",UNIT[\"foot\",0.3048]]]",
        "{\"type\":\"ProjectedCRS\",\"coordinate_system\":{\"axis\":[{\"unit\":\"metre\"}]}}",
        "{\"type\":\"CompoundCRS\",\"components\":[{\"type\":\"ProjectedCRS\","
            + "\"coordinate_system\":{\"axis\":[{\"unit\":\"metre\"}]}}]}"
      })
  void knowsMetres(String crs) {
    assertThat(LinearUnit.metresOf(crs)).hasValue(1.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EPSG:2263",
        "PROJCS[\"a\",GEOGCS[\"b\"],UNIT[\"Foot_US\",0.3048006096012192]]",
        "PROJCRS[\"a\",CS[Cartesian,2],AXIS[\"x\",east],LENGTHUNIT[\"US survey foot\","
            + "0.304800609601219]]",
        "{\"type\":\"BoundCRS\",\"source_crs\":{\"type\":\"ProjectedCRS\",\"coordinate_system\":"
            + "{\"axis\":[{\"unit\":{\"type\":\"LinearUnit\",\"conversion_factor\":0.304800609601219}}]}}}"
      })
  void knowsFeet(String crs) {
    assertThat(LinearUnit.metresOf(crs).orElseThrow()).isCloseTo(SURVEY_FOOT, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EPSG:4326",
        "EPSG:4269",
        "OGC:CRS84",
        "WGS84",
        "EPSG:0",
        "",
        "GEOGCS[\"WGS 84\",UNIT[\"degree\",0.0174532925199433]]",
        "PROJCS[\"cut\",UNIT[\"met",
        "PROJCS[\"a\",UNIT[\"metre\",one]]",
        "{\"type\":\"GeographicCRS\"}",
        "{not json"
      })
  void knowsNoLengthOfDegreesNorOfNonsense(String crs) {
    assertThat(LinearUnit.metresOf(crs)).isEmpty();
  }
}
