package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.transforms.harmonise.SyntheticSites.harmonised;
import static org.icemelt.transforms.harmonise.SyntheticSites.mappings;
import static org.icemelt.transforms.harmonise.SyntheticSites.rowOf;

import java.time.LocalDate;
import org.icemelt.io.model.PvRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mapping table of the product for the datasets that are too large to ship; synthetic rows. */
class WorldDatasetsMappingTest {

  @Nested
  class GlobalInventory {
    private static final String DATASET = "global_pv_inventory_sent2_spot_2021";

    private PvRecord polygon(String file, @Nullable String date) {
      return harmonised(
          rowOf(
              DATASET,
              file,
              "EPSG:4326",
              "unique_id",
              19208.0,
              "area",
              39596.7,
              "capacity_mw",
              3.4,
              "install_date",
              date));
    }

    @Test
    void takesIdAreaAndEstimatedCapacity() {
      PvRecord record = polygon("predicted_set.geojson", "2017-03");
      assertThat(record.unifiedId()).isEqualTo("19208");
      assertThat(record.sourceAreaM2()).isEqualTo(39596.7);
      assertThat(record.capacityMw()).isEqualTo(3.4);
      assertThat(record.capacityBasis()).isEqualTo("unknown");
      assertThat(mappings(DATASET, "capacity_mw", 3.4))
          .containsExactly(
              new FieldMapping(
                  Target.CAPACITY_MW, 0, "capacity_mw", "MW", 1.0, "unknown", "estimated"));
    }

    @Test
    void readsColumnNamesThatAShapefileCut() {
      PvRecord record = harmonised(DATASET, "install_da", "<2016-06", "capacity_m", 3.4);
      assertThat(record.capacityMw()).isEqualTo(3.4);
      assertThat(record.installDatePrecision()).isEqualTo("before");
    }

    @ParameterizedTest
    @CsvSource({
      "2017-03,2017-03-01,month",
      "2017-03-17,2017-03-01,month",
      "2017,2017-01-01,year",
      "<2016-06,2016-06-01,before"
    })
    void datesToTheMonth(String text, LocalDate date, String precision) {
      PvRecord record = polygon("predicted_set.geojson", text);
      assertThat(record.installDate()).isEqualTo(date);
      assertThat(record.installDatePrecision()).isEqualTo(precision);
    }

    @ParameterizedTest
    @CsvSource({
      "predicted_set.geojson,installation",
      "trn_polygons.geojson,label",
      "cv_polygons.geojson,label",
      "test_polygons.geojson,label",
      "a.zip/sets/test_polygons.gpkg,label",
      "a.zip/sets/predicted_set.gpkg#test,installation"
    })
    void tellsLabelsByTheFilesName(String file, String role) {
      assertThat(polygon(file, null).recordRole()).isEqualTo(role);
    }
  }

  @Nested
  class UnitedKingdom {
    private static final String DATASET = "uk_crowdsourced_pv_2020";

    private PvRecord installation(@Nullable Object... pairs) {
      return harmonised(DATASET, pairs);
    }

    @Test
    void joinsTypeAndNumberOfTheOpenStreetMapObject() {
      PvRecord record =
          installation("osm_objtype", "way", "osm_id", 429469174.0, "repd_id", 2405.0);
      assertThat(record.unifiedId()).isEqualTo("way/429469174");
      assertThat(record.externalId()).isEqualTo("repd:2405");
    }

    @Test
    void fallsBackToThePlanningDatabasesId() {
      PvRecord record = installation("osm_objtype", null, "osm_id", null, "repd_id", 2405.0);
      assertThat(record.unifiedId()).isEqualTo("repd:2405");
    }

    @Test
    void hasTheRecordIdWhereNeitherNamesIt() {
      PvRecord record = installation("osm_objtype", "way", "osm_id", null, "repd_id", null);
      assertThat(record.unifiedId()).isEqualTo(record.site().recordId());
      assertThat(record.externalId()).isNull();
    }

    @Test
    void prefersThePlanningDatabasesCapacity() {
      PvRecord record =
          installation(
              "capacity_repd_MWp", 4.5, "capacity_osm_MWp", 4.0, "repd_cluster_id", 2405.0);
      assertThat(record.capacityMw()).isEqualTo(4.5);
      assertThat(record.capacityBasis()).isEqualTo("dc");
    }

    @Test
    void takesOpenStreetMapsCapacityOnlyOutsideOfClusters() {
      assertThat(
              installation(
                      "capacity_repd_MWp", null, "capacity_osm_MWp", 0.004, "repd_cluster_id", null)
                  .capacityMw())
          .isEqualTo(0.004);
      assertThat(
              installation(
                      "capacity_repd_MWp", null, "capacity_osm_MWp", 0.004, "repd_cluster_id", 9.0)
                  .capacityMw())
          .isNull();
    }

    @Test
    void readsZeroAsCountedElsewhereInTheCluster() {
      assertThat(
              installation(
                      "capacity_repd_MWp", 0.0, "capacity_osm_MWp", 0.004, "repd_cluster_id", null)
                  .capacityMw())
          .isEqualTo(0.004);
      assertThat(
              installation(
                      "capacity_repd_MWp", 0.0, "capacity_osm_MWp", 0.004, "repd_cluster_id", 9.0)
                  .capacityMw())
          .isNull();
    }

    @Test
    void takesAreaInSquareMetres() {
      assertThat(installation("area_sqm", 42.0).sourceAreaM2()).isEqualTo(42.0);
    }

    @Test
    void datesByThePlanningDatabaseElseByTheTag() {
      PvRecord planned =
          installation("repd_operational_date", "2015-03-31", "osm_tag_start_date", "2014");
      assertThat(planned.installDate()).isEqualTo(LocalDate.of(2015, 3, 31));
      assertThat(planned.installDatePrecision()).isEqualTo("day");
      PvRecord tagged =
          installation("repd_operational_date", null, "osm_tag_start_date", "2014-07");
      assertThat(tagged.installDate()).isEqualTo(LocalDate.of(2014, 7, 1));
      assertThat(tagged.installDatePrecision()).isEqualTo("month");
    }

    @ParameterizedTest
    @CsvSource({
      "Operational,operating",
      "Under Construction,construction",
      "Awaiting Construction,planned",
      "Application Submitted,planned",
      "Decommissioned,retired",
      "Abandoned,cancelled",
      "Planning Permission Expired,cancelled",
      ",unknown"
    })
    void translatesStatus(@Nullable String word, String status) {
      assertThat(installation("repd_status", word).status()).isEqualTo(status);
    }
  }

  @Nested
  class GlobalHarmonized {
    private static final String DATASET = "global_harmonized_large_solar_farms_2020";

    @ParameterizedTest
    @CsvSource({"panel.area", "panels.area"})
    void turnsPanelAreaFromSquareKilometres(String column) {
      PvRecord record = harmonised(DATASET, "sol_id", 12L, column, 0.25, "power", 30.5);
      assertThat(record.unifiedId()).isEqualTo("12");
      assertThat(record.sourceAreaM2()).isEqualTo(250_000.0);
      assertThat(record.capacityMw()).isEqualTo(30.5);
      assertThat(record.capacityBasis()).isEqualTo("unknown");
      assertThat(mappings(DATASET, column, 0.25, "power", 30.5))
          .containsExactly(
              new FieldMapping(Target.SOURCE_AREA_M2, 0, column, "km2", 1e6, null, "panel"),
              new FieldMapping(Target.CAPACITY_MW, 0, "power", "MW", 1.0, "unknown", "estimated"));
    }

    @Test
    void fallsBackToTheSourcesId() {
      assertThat(harmonised(DATASET, "x_id", 99L, "sol_id", 12L).unifiedId()).isEqualTo("12");
      assertThat(harmonised(DATASET, "sol_id", null, "x_id", 99L).unifiedId()).isEqualTo("99");
    }
  }

  @Test
  void chinaHoldsSamplesWhoseShapeAreaIsNoArea() {
    PvRecord record =
        harmonised("chn_med_res_pv_2024", "FID_PV_202", 5L, "Shape_Area", 0.000003, "OBJECTID", 1);
    assertThat(record.unifiedId()).isEqualTo("5");
    assertThat(record.sourceAreaM2()).isNull();
    assertThat(record.recordRole()).isEqualTo("sample");
  }

  @Nested
  class UsaGroundMounted {
    private static final String DATASET = "usa_gm_seus_v1_2025";

    @Test
    void takesReportedCapacityAndYear() {
      PvRecord record =
          harmonised(
              DATASET,
              "arrayID",
              4711.0,
              "totArea",
              2500.0,
              "capMW",
              1.5,
              "capMWest",
              1.4,
              "instYr",
              2016.0,
              "instYrLT",
              2017.0);
      assertThat(record.unifiedId()).isEqualTo("4711");
      assertThat(record.sourceAreaM2()).isEqualTo(2500.0);
      assertThat(record.capacityMw()).isEqualTo(1.5);
      assertThat(record.capacityBasis()).isEqualTo("unknown");
      assertThat(record.installDate()).isEqualTo(LocalDate.of(2016, 1, 1));
      assertThat(record.installDatePrecision()).isEqualTo("year");
    }

    @Test
    void takesEstimatesWhereNothingIsReported() {
      PvRecord record =
          harmonised(
              DATASET, "capMW", null, "capMWest", 1.4, "instYr", -9999.0, "instYrLT", 2017.0);
      assertThat(record.capacityMw()).isEqualTo(1.4);
      assertThat(record.installDate()).isEqualTo(LocalDate.of(2017, 1, 1));
    }
  }

  @Test
  void coversTheTwelveDatasetsOfTheTable() {
    assertThat(Profiles.datasets())
        .containsExactlyInAnyOrder(
            "ind_pv_solar_farms_2022",
            "usa_eia_large_scale_pv_2023",
            "usa_eia860_solar_plants_2023",
            "deu_ufz_pv_2015",
            "esp_gem_pv_2025",
            "ind_delhi_osm_pv",
            "usa_cali_usgs_pv_2016",
            "global_pv_inventory_sent2_spot_2021",
            "uk_crowdsourced_pv_2020",
            "global_harmonized_large_solar_farms_2020",
            "chn_med_res_pv_2024",
            "usa_gm_seus_v1_2025");
  }
}
