package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
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

/** The mapping table of the product for the datasets at hand, on synthetic rows. */
class ShippedDatasetsMappingTest {

  @Nested
  class India {
    private final PvRecord record =
        harmonised("ind_pv_solar_farms_2022", "State", "Gujarat", "Area", 120.5, "fid", 17);

    @Test
    void takesIdFromTheFidProperty() {
      assertThat(record.unifiedId()).isEqualTo("17");
    }

    @Test
    void takesAreaInSquareMetresAsSite() {
      assertThat(record.sourceAreaM2()).isEqualTo(120.5);
      assertThat(mappings("ind_pv_solar_farms_2022", "Area", 120.5, "fid", 17))
          .contains(new FieldMapping(Target.SOURCE_AREA_M2, 0, "Area", "m2", 1.0, null, "site"));
    }

    @Test
    void knowsNeitherCapacityNorDate() {
      assertThat(record.capacityMw()).isNull();
      assertThat(record.capacityBasis()).isNull();
      assertThat(record.installDate()).isNull();
      assertThat(record.installDatePrecision()).isNull();
    }

    @Test
    void isPhotovoltaicOfUnknownStatusWhereTheProfileIsSilent() {
      assertThat(record.technology()).isEqualTo("pv");
      assertThat(record.status()).isEqualTo("unknown");
      assertThat(record.recordRole()).isEqualTo("installation");
    }
  }

  @Nested
  class UsaLargeScale {
    private final @Nullable Object[] row = {
      "FID",
      3,
      "case_id",
      402964,
      "eia_id",
      62365,
      "p_area",
      92600,
      "p_name",
      " Kirby ",
      "p_year",
      2019,
      "p_tech_pri",
      "PV",
      "p_cap_ac",
      5.0,
      "p_cap_dc",
      7.0
    };
    private final PvRecord record = harmonised("usa_eia_large_scale_pv_2023", row);

    @Test
    void takesIdFromCaseIdNotFromFid() {
      assertThat(record.unifiedId()).isEqualTo("402964");
    }

    @Test
    void linksToTheEnergyInformationAdministrationsScheme() {
      assertThat(record.externalId()).isEqualTo("eia:62365");
    }

    @Test
    void takesNameAreaAndYear() {
      assertThat(record.name()).isEqualTo("Kirby");
      assertThat(record.sourceAreaM2()).isEqualTo(92600.0);
      assertThat(record.installDate()).isEqualTo(LocalDate.of(2019, 1, 1));
      assertThat(record.installDatePrecision()).isEqualTo("year");
      assertThat(record.technology()).isEqualTo("pv");
    }

    @Test
    void takesAlternatingCurrentCapacity() {
      assertThat(record.capacityMw()).isEqualTo(5.0);
      assertThat(record.capacityBasis()).isEqualTo("ac");
      assertThat(mappings("usa_eia_large_scale_pv_2023", row))
          .contains(
              new FieldMapping(Target.CAPACITY_MW, 0, "p_cap_ac", "MW", 1.0, "ac", null),
              new FieldMapping(Target.SOURCE_AREA_M2, 0, "p_area", "m2", 1.0, null, "polygon"));
    }
  }

  @Nested
  class UsaPlants {
    private PvRecord plant(String technology) {
      return harmonised(
          "usa_eia860_solar_plants_2023",
          "OBJECTID",
          12488,
          "Plant_Code",
          10437,
          "Plant_Name",
          "Sunray 2",
          "Install_MW",
          21.0,
          "Total_MW",
          25.0,
          "Solar_MW",
          20.0,
          "tech_desc",
          technology);
    }

    @Test
    void takesSolarCapacityNotTotalNorInstalled() {
      assertThat(plant("Solar Photovoltaic").capacityMw()).isEqualTo(20.0);
      assertThat(plant("Solar Photovoltaic").capacityBasis()).isEqualTo("ac");
    }

    @Test
    void takesPlantCodeAsIdAndAsLink() {
      assertThat(plant("Solar Photovoltaic").unifiedId()).isEqualTo("10437");
      assertThat(plant("Solar Photovoltaic").externalId()).isEqualTo("eia:10437");
      assertThat(plant("Solar Photovoltaic").name()).isEqualTo("Sunray 2");
      assertThat(plant("Solar Photovoltaic").sourceAreaM2()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
      "Solar Photovoltaic,pv",
      "Batteries; Solar Photovoltaic;,pv",
      "Solar Thermal without Energy Storage,csp",
      "Batteries; Solar Thermal with Energy Storage;,csp"
    })
    void tellsSolarThermalByItsDescription(String description, String technology) {
      assertThat(plant(description).technology()).isEqualTo(technology);
    }
  }

  @Nested
  class Germany {
    private final PvRecord record =
        harmonised(
            rowOf(
                "deu_ufz_pv_2015",
                "a.shp",
                "EPSG:3035",
                "Technology",
                "photovoltaics open-field",
                "Year",
                2012L,
                "Power_kW",
                2088.68,
                "Area_sqm",
                82390.5,
                "PS",
                "implausible area performance"));

    @Test
    void hasNoIdButTheRecordId() {
      assertThat(record.unifiedId()).isEqualTo("deu_ufz_pv_2015:a.shp#7");
    }

    @Test
    void turnsKilowattsIntoMegawattsOfUnknownBasis() {
      assertThat(record.capacityMw()).isEqualTo(2088.68 * 0.001);
      assertThat(record.capacityBasis()).isEqualTo("unknown");
    }

    @Test
    void takesAreaAndYearAndLeavesTheQualityNoteAlone() {
      assertThat(record.sourceAreaM2()).isEqualTo(82390.5);
      assertThat(record.installDate()).isEqualTo(LocalDate.of(2012, 1, 1));
      assertThat(record.installDatePrecision()).isEqualTo("year");
      assertThat(record.status()).isEqualTo("unknown");
      assertThat(record.technology()).isEqualTo("pv");
    }
  }

  @Nested
  class Spain {
    private PvRecord project(String rating, String technology, String status, Double year) {
      return harmonised(
          "esp_gem_pv_2025",
          "Project Name",
          "Abedul",
          "Capacity (MW)",
          51.6,
          "Capacity Rating",
          rating,
          "Technology Type",
          technology,
          "Status",
          status,
          "Start year",
          year,
          "GEM location ID",
          "L1",
          "GEM phase ID",
          "G100000827394");
    }

    @Test
    void takesThePhaseAsIdAndTheProjectAsName() {
      PvRecord record = project("MWac", "PV", "operating", 2008.0);
      assertThat(record.unifiedId()).isEqualTo("G100000827394");
      assertThat(record.name()).isEqualTo("Abedul");
      assertThat(record.externalId()).isNull();
      assertThat(record.installDate()).isEqualTo(LocalDate.of(2008, 1, 1));
      assertThat(record.installDatePrecision()).isEqualTo("year");
    }

    @ParameterizedTest
    @CsvSource({"MWac,ac", "MWp/dc,dc", "unknown,unknown", "MWth,unknown"})
    void readsTheBasisRowByRow(String rating, String basis) {
      PvRecord record = project(rating, "PV", "operating", 2008.0);
      assertThat(record.capacityMw()).isEqualTo(51.6);
      assertThat(record.capacityBasis()).isEqualTo(basis);
    }

    @ParameterizedTest
    @CsvSource({
      "operating,operating",
      "construction,construction",
      "pre-construction,planned",
      "announced,planned",
      "shelved,cancelled",
      "shelved - inferred 2 y,cancelled",
      "cancelled,cancelled",
      "cancelled - inferred 4 y,cancelled",
      "mothballed,retired",
      "retired,retired",
      "on the moon,unknown"
    })
    void translatesStatus(String word, String status) {
      assertThat(project("MWac", "PV", word, 2008.0).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"PV,pv", "Assumed PV,pv", "Solar Thermal,csp", "Tidal,unknown", ",pv"})
    void translatesTechnology(@Nullable String word, String technology) {
      assertThat(project("MWac", word, "operating", 2008.0).technology()).isEqualTo(technology);
    }

    @Test
    void saysThatTheBasisGoesByRow() {
      assertThat(mappings("esp_gem_pv_2025", "Capacity (MW)", 5.0, "Capacity Rating", "MWac"))
          .containsExactly(
              new FieldMapping(Target.CAPACITY_MW, 0, "Capacity (MW)", "MW", 1.0, "by row", null),
              new FieldMapping(
                  Target.CAPACITY_BASIS, 0, "Capacity Rating", null, null, null, null));
    }
  }

  @Nested
  class Delhi {
    private PvRecord panel(@Nullable String plant, @Nullable String generator) {
      return harmonised(
          "ind_delhi_osm_pv",
          "@id",
          "way/429469174",
          "power",
          "generator",
          "plant:output:electricity",
          plant,
          "generator:output:electricity",
          generator);
    }

    @Test
    void takesTheOpenStreetMapId() {
      assertThat(panel(null, null).unifiedId()).isEqualTo("way/429469174");
    }

    @ParameterizedTest
    @CsvSource({"150 kW,0.15", "7.5 kWp,0.0075", "2 MW,2", "2MW,2", "500 W,0.0005"})
    void readsCapacityWithTheUnitBesideIt(String text, double megawatts) {
      assertThat(panel(text, null).capacityMw()).isCloseTo(megawatts, within(1e-15));
      assertThat(panel(text, null).capacityBasis()).isEqualTo("unknown");
    }

    @Test
    void takesTheGeneratorsCapacityWhereThePlantStatesNone() {
      assertThat(panel(null, "3 MW").capacityMw()).isEqualTo(3.0);
      assertThat(panel("yes", "3 MW").capacityMw()).isEqualTo(3.0);
      assertThat(panel("7.84 MW", "3 MW").capacityMw()).isEqualTo(7.84);
    }

    @Test
    void takesNeitherPowerNorYesForCapacity() {
      assertThat(panel(null, "yes").capacityMw()).isNull();
      assertThat(panel(null, "yes").capacityBasis()).isNull();
    }
  }

  @Test
  void californiaHasWholeIdsAndPolygonAreas() {
    PvRecord record =
        harmonised("usa_cali_usgs_pv_2016", "polygon_id", 123.0, "area_meters", 1513.25);
    assertThat(record.unifiedId()).isEqualTo("123");
    assertThat(record.sourceAreaM2()).isEqualTo(1513.25);
    assertThat(mappings("usa_cali_usgs_pv_2016", "polygon_id", 123.0, "area_meters", 1513.25))
        .extracting(FieldMapping::kind)
        .containsExactly(null, "polygon");
  }
}
