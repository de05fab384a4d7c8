package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.transforms.harmonise.SyntheticSites.harmonised;
import static org.icemelt.transforms.harmonise.SyntheticSites.resolved;
import static org.icemelt.transforms.harmonise.SyntheticSites.rowOf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest and the column names make of a profile; rows are synthetic. */
class ProfilesTest {
  private static final String UNKNOWN_DATASET = "xyz_new_dataset";
  private static final String FEET =
      "PROJCS[\"NAD83 / New York\",GEOGCS[\"NAD83\",DATUM[\"x\",SPHEROID[\"y\",6378137,298.25]],"
          + "UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Lambert\"],"
          + "UNIT[\"US survey foot\",0.304800609601219]]";

  private static FieldSource column(String name) {
    return new FieldSource(name, null, null, null);
  }

  private static PvRecord byManifest(
      Map<String, List<FieldSource>> fields, String dataset, @Nullable Object... pairs) {
    WktSite site = rowOf(dataset, "a.geojson", "EPSG:4326", pairs);
    return Harmoniser.compile(resolved(site, fields), site.source()).apply(site);
  }

  @Test
  void letsTheManifestWinTargetByTarget() {
    PvRecord record =
        byManifest(
            Map.of("source_area_m2", List.of(new FieldSource("Hectares", "ha", null, "site"))),
            "ind_pv_solar_farms_2022",
            "Area",
            5.0,
            "Hectares",
            2.5,
            "fid",
            17);
    assertThat(record.sourceAreaM2()).isEqualTo(25_000.0);
    assertThat(record.unifiedId()).isEqualTo("17");
  }

  @Test
  void triesTheManifestsColumnsInOrder() {
    Map<String, List<FieldSource>> fields =
        Map.of("name", List.of(column("title"), column("label")));
    assertThat(byManifest(fields, UNKNOWN_DATASET, "title", " ", "label", "B").name())
        .isEqualTo("B");
    assertThat(byManifest(fields, UNKNOWN_DATASET, "title", "A", "label", "B").name())
        .isEqualTo("A");
  }

  @ParameterizedTest
  @CsvSource({
    "Power_kW,,2.5,unknown",
    "Peak_kWp,,2.5,dc",
    "Capacity (kWac),,2.5,ac",
    "Power_kW,MWdc,2500,dc",
    "size,GW,2500000,unknown",
    "size,,2500,unknown"
  })
  void takesTheUnitFromTheManifestElseFromTheName(
      String column, @Nullable String unit, double megawatts, String basis) {
    PvRecord record =
        byManifest(
            Map.of("capacity_mw", List.of(new FieldSource(column, unit, null, null))),
            UNKNOWN_DATASET,
            column,
            2500.0);
    assertThat(record.capacityMw()).isEqualTo(megawatts);
    assertThat(record.capacityBasis()).isEqualTo(basis);
  }

  @Test
  void takesTheBasisFromTheManifestBeforeTheUnits() {
    PvRecord record =
        byManifest(
            Map.of("capacity_mw", List.of(new FieldSource("p", "kWp", "ac", null))),
            UNKNOWN_DATASET,
            "p",
            1000.0);
    assertThat(record.capacityBasis()).isEqualTo("ac");
  }

  @Test
  void dropsTheRowsBasisWithTheCapacityItSpokeOf() {
    PvRecord record =
        byManifest(
            Map.of("capacity_mw", List.of(column("mine_MW"))),
            "esp_gem_pv_2025",
            "mine_MW",
            3.0,
            "Capacity (MW)",
            5.0,
            "Capacity Rating",
            "MWac");
    assertThat(record.capacityMw()).isEqualTo(3.0);
    assertThat(record.capacityBasis()).isEqualTo("unknown");
  }

  @Test
  void capsTheManifestsDatesAtTheirStatedPrecision() {
    PvRecord record =
        byManifest(
            Map.of("install_date", List.of(new FieldSource("built", "year", null, null))),
            UNKNOWN_DATASET,
            "built",
            LocalDate.of(2019, 5, 17));
    assertThat(record.installDate()).isEqualTo(LocalDate.of(2019, 1, 1));
    assertThat(record.installDatePrecision()).isEqualTo("year");
  }

  @Test
  void understandsWordsOfEveryProfileInTheManifestsColumns() {
    Map<String, List<FieldSource>> fields =
        Map.of("status", List.of(column("s")), "technology", List.of(column("t")));
    PvRecord british =
        byManifest(fields, UNKNOWN_DATASET, "s", "Under Construction", "t", "Solar Thermal Plant");
    assertThat(british.status()).isEqualTo("construction");
    assertThat(british.technology()).isEqualTo("csp");
    PvRecord own = byManifest(fields, UNKNOWN_DATASET, "s", "RETIRED", "t", "Tidal");
    assertThat(own.status()).isEqualTo("retired");
    assertThat(own.technology()).isEqualTo("unknown");
  }

  @Test
  void letsTheManifestSayWhatFilesHold() {
    WktSite site =
        rowOf("global_pv_inventory_sent2_spot_2021", "trn_x.geojson", "EPSG:4326", "area", 1.0);
    Profile always =
        Profiles.resolve(
            site.source().dataset(),
            site.source().schema(),
            Map.of(),
            RecordRoles.always("sample"));
    assertThat(always.roles().roleOf("trn_x.geojson")).isEqualTo("sample");
    Map<String, String> byFile = new LinkedHashMap<>();
    byFile.put("pred*.geojson", "sample");
    Profile some =
        Profiles.resolve(
            site.source().dataset(), site.source().schema(), Map.of(), RecordRoles.byFile(byFile));
    assertThat(some.roles().roleOf("a.zip/x/pred_1.geojson")).isEqualTo("sample");
    assertThat(some.roles().roleOf("trn_x.geojson")).isEqualTo("label");
    assertThat(some.roles().roleOf("else.geojson")).isEqualTo("installation");
  }

  @Test
  void refusesARoleThatNobodyKnows() {
    assertThatThrownBy(() -> RecordRoles.always("plant"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid record_role: \"plant\"; known are installation, label, sample");
  }

  @Test
  void refusesUnknownTargetsUnitsAndBasesTogether() {
    Map<String, List<FieldSource>> fields = new LinkedHashMap<>();
    fields.put("capacity", List.of(column("p")));
    fields.put("source_area_m2", List.of(new FieldSource("a", "kW", null, null)));
    fields.put("capacity_mw", List.of(new FieldSource("c", "MW", "both", null)));
    fields.put("install_date", List.of(new FieldSource("d", "decade", null, null)));
    fields.put("name", List.of(new FieldSource("n", "m2", null, null)));
    assertThatThrownBy(() -> Profiles.resolve("ds", FeatureSchema.of(), fields, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot harmonise dataset ds: Invalid target of fields: \"capacity\"; known are"
                + " unified_id, external_id, name, source_area_m2, capacity_mw, capacity_basis,"
                + " install_date, technology, status; Invalid unit of source_area_m2: \"kW\"; known"
                + " are m2, km2, ha, acre, ft2; Invalid basis of capacity_mw: \"both\"; known are"
                + " ac, dc, unknown; Invalid unit of install_date: \"decade\"; known are day,"
                + " month, year; Invalid unit of name: \"m2\"; known are none, as it is no"
                + " quantity");
  }

  @Test
  void fallsBackToTheReferencesNamesForANewDataset() {
    PvRecord record =
        harmonised(
            UNKNOWN_DATASET,
            "osm_id",
            12.0,
            "area_sqm",
            90.0,
            "power",
            3.0,
            "installation_date",
            "2018-02");
    assertThat(record.unifiedId()).isEqualTo("12");
    assertThat(record.sourceAreaM2()).isEqualTo(90.0);
    assertThat(record.capacityMw()).isEqualTo(3.0);
    assertThat(record.capacityBasis()).isEqualTo("unknown");
    assertThat(record.installDate()).isEqualTo(LocalDate.of(2018, 2, 1));
    assertThat(record.technology()).isEqualTo("unknown");
    assertThat(record.status()).isEqualTo("unknown");
    assertThat(record.recordRole()).isEqualTo("installation");
  }

  @Test
  void keepsTheReferencesOrderOfNames() {
    PvRecord record =
        harmonised(
            UNKNOWN_DATASET,
            "fid",
            1,
            "osm_id",
            2,
            "unique_id",
            3,
            "polygon_id",
            4,
            "sol_id",
            5,
            "Area",
            6.0,
            "area",
            7.0,
            "capacity",
            8.0,
            "capacity_mw",
            9.0,
            "Date",
            "2001",
            "install_date",
            "2002");
    assertThat(record.unifiedId()).isEqualTo("5");
    assertThat(record.sourceAreaM2()).isEqualTo(6.0);
    assertThat(record.capacityMw()).isEqualTo(9.0);
    assertThat(record.installDate()).isEqualTo(LocalDate.of(2002, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FID", "OBJECTID", "OID_", "Sol_ID", "id"})
  void neverTakesADriversRowKeyOrAnotherCaseForAnId(String column) {
    PvRecord record = harmonised(UNKNOWN_DATASET, column, 5);
    assertThat(record.unifiedId()).isEqualTo("xyz_new_dataset:synthetic.geojson#7");
  }

  @Test
  void warnsOfNothingWhenANewDatasetLacksTheReferencesNames() {
    WktSite site = rowOf(UNKNOWN_DATASET, "a.geojson", "EPSG:4326", "height", 5.0);
    Harmoniser harmoniser = SyntheticSites.harmoniser(site);
    harmoniser.apply(site);
    assertThat(harmoniser.drainWarnings()).isEmpty();
    assertThat(harmoniser.drainFills()).isEmpty();
  }

  @Test
  void measuresShapeAreaInTheProjectedCrssUnitSquared() {
    assertThat(shapeArea("EPSG:3035")).isEqualTo(100.0);
    assertThat(shapeArea(FEET)).isCloseTo(9.290341, org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void takesNoShapeAreaInDegrees() {
    assertThat(shapeArea("EPSG:4326")).isNull();
    assertThat(shapeArea("EPSG:4269")).isNull();
  }

  @Test
  void saysWhyShapeAreaInDegreesIsLeftOut() {
    WktSite site = rowOf(UNKNOWN_DATASET, "a.shp", "EPSG:4326", "Shape_Area", 100.0);
    assertThat(SyntheticSites.harmoniser(site).drainWarnings())
        .extracting(HarmoniseWarning::message)
        .containsExactly(
            "xyz_new_dataset: source_area_m2 stays empty: column \"Shape_Area\" of a.shp is in"
                + " square units of its CRS, which has no unit of length. If it is in others, name"
                + " column and unit under \"fields\" in the manifest");
  }

  @Test
  void takesTheManifestsUnitForShapeAreaInDegrees() {
    PvRecord record =
        byManifest(
            Map.of("source_area_m2", List.of(new FieldSource("Shape_Area", "m2", null, null))),
            UNKNOWN_DATASET,
            "Shape_Area",
            100.0);
    assertThat(record.sourceAreaM2()).isEqualTo(100.0);
    assertThat(
            byManifest(
                    Map.of("source_area_m2", List.of(column("Shape_Area"))),
                    UNKNOWN_DATASET,
                    "Shape_Area",
                    100.0)
                .sourceAreaM2())
        .isNull();
  }

  private static @Nullable Double shapeArea(String crs) {
    return harmonised(rowOf(UNKNOWN_DATASET, "a.shp", crs, "Shape_Area", 100.0)).sourceAreaM2();
  }

  @Test
  void survivesTheTripToAWorkerWithTheSameFingerprint() throws Exception {
    for (String dataset : Profiles.datasets()) {
      Profile profile = Profiles.resolve(dataset, FeatureSchema.of(), Map.of(), null);
      Profile copy = (Profile) copy(profile);
      assertThat(copy).isEqualTo(profile);
      assertThat(copy.canonical()).isEqualTo(profile.canonical());
    }
  }

  @Test
  void writesTheFingerprintInTheTargetsOrder() {
    assertThat(Profiles.forDataset("usa_cali_usgs_pv_2016").orElseThrow().canonical())
        .isEqualTo(
            "Profile[fields={UNIFIED_ID=[Candidate[columns=[polygon_id], prefix=null, unit=null,"
                + " basis=null, kind=null, finest=null, onlyWhereNull=null, zeroIsNull=false]],"
                + " SOURCE_AREA_M2=[Candidate[columns=[area_meters], prefix=null,"
                + " unit=Unit[name=m2, factor=1.0, basis=null], basis=null, kind=polygon,"
                + " finest=null, onlyWhereNull=null, zeroIsNull=false]]}, words={}, technology=pv,"
                + " roles=RecordRoles[rules=[Rule[pattern=*, role=installation]]]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"d\":{\"colour\":{\"column\":\"c\"}}}|Invalid profile of d: Invalid target: \"colour\"",
        "{\"d\":{\"name\":{\"colum\":\"c\"}}}|Invalid profile of d: Invalid key of name: \"colum\"",
        "{\"d\":{\"capacity_mw\":{\"column\":\"c\",\"unit\":\"m2\"}}}|Invalid profile of d: Invalid unit: \"m2\""
      })
  void refusesAProfileWithASlip(String json, String message) {
    assertThatThrownBy(
            () ->
                ProfileReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Object copy(Object object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
