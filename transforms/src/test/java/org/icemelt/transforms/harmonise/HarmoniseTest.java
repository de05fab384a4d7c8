package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.transforms.harmonise.SyntheticSites.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.model.WktSite;
import org.icemelt.io.model.coders.ModelCoders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The step in a pipeline on DirectRunner, with synthetic rows of two datasets. */
class HarmoniseTest {
  private static final FeatureSource GERMANY =
      SyntheticSites.source(
          "deu_ufz_pv_2015",
          "g.shp",
          "EPSG:3035",
          new Column("Power_kW", ValueType.FLOAT64),
          new Column("Area_sqm", ValueType.FLOAT64),
          new Column("Year", ValueType.INT64));

  private static final FeatureSource SPAIN =
      SyntheticSites.source(
          "esp_gem_pv_2025",
          "s.gpkg",
          "EPSG:4326",
          new Column("Capacity (MW)", ValueType.FLOAT64),
          new Column("Capacity Rating", ValueType.STRING),
          new Column("Status", ValueType.STRING));

  private static List<WktSite> sites() {
    List<WktSite> sites = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      sites.add(site(GERMANY, row, Arrays.asList(1000.0, 10.0, row == 42 ? 0L : 2012L)));
      sites.add(site(SPAIN, row, Arrays.asList(2.0, "MWac", row < 3 ? "on hold" : "operating")));
    }
    return sites;
  }

  private static PCollectionTuple harmonise(Pipeline pipeline, FeatureSource... planned) {
    PCollection<WktSite> sites =
        pipeline.apply("Sites", Create.of(sites()).withCoder(ModelCoders.wktSite()));
    return harmonise(pipeline, sites, planned);
  }

  private static PCollectionTuple harmonise(
      Pipeline pipeline, PCollection<WktSite> sites, FeatureSource... planned) {
    List<KV<String, Profile>> profiles =
        Arrays.stream(planned)
            .map(s -> KV.of(s.dataset(), Profiles.resolve(s.dataset(), s.schema(), Map.of(), null)))
            .toList();
    PCollectionView<Map<String, Profile>> view =
        pipeline
            .apply(
                "Profiles",
                Create.of(profiles)
                    .withCoder(
                        KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(Profile.class))))
            .apply(View.asMap());
    return sites.apply("Harmonise", new Harmonise(view));
  }

  @Test
  void harmonisesEachRowByItsDatasetsProfile() {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(harmonise(pipeline, GERMANY, SPAIN).get(Harmonise.HARMONISED))
        .satisfies(
            records -> {
              List<PvRecord> german = new ArrayList<>();
              List<PvRecord> spanish = new ArrayList<>();
              records.forEach(
                  r ->
                      (r.site().source().dataset().equals("deu_ufz_pv_2015") ? german : spanish)
                          .add(r));
              assertThat(german).hasSize(100);
              assertThat(german).allMatch(r -> Double.valueOf(1.0).equals(r.capacityMw()));
              assertThat(german).filteredOn(r -> r.installDate() == null).hasSize(1);
              assertThat(spanish).hasSize(100).allMatch(r -> "ac".equals(r.capacityBasis()));
              assertThat(spanish).filteredOn(r -> r.status().equals("unknown")).hasSize(3);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void emitsCountsThatAddUpOverBundles() {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(harmonise(pipeline, GERMANY, SPAIN).get(Harmonise.FILLED))
        .satisfies(
            fills -> {
              assertThat(FieldMappingRow.sum(fills))
                  .containsExactly(
                      row(
                          GERMANY,
                          mapping(Target.SOURCE_AREA_M2, "Area_sqm", "m2", 1.0, null, "polygon"),
                          100),
                      row(
                          GERMANY,
                          mapping(Target.CAPACITY_MW, "Power_kW", "kW", 0.001, "unknown", null),
                          100),
                      new FieldMappingRow(
                          "deu_ufz_pv_2015",
                          mapping(Target.INSTALL_DATE, "Year", null, null, null, null),
                          99,
                          1,
                          new Unconvertible("g.shp", 42, "0")),
                      row(
                          SPAIN,
                          mapping(Target.CAPACITY_MW, "Capacity (MW)", "MW", 1.0, "by row", null),
                          100),
                      row(
                          SPAIN,
                          mapping(Target.CAPACITY_BASIS, "Capacity Rating", null, null, null, null),
                          100),
                      new FieldMappingRow(
                          "esp_gem_pv_2025",
                          mapping(Target.STATUS, "Status", null, null, null, null),
                          97,
                          3,
                          new Unconvertible("s.gpkg", 0, "on hold")));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void emitsWarningsThatAddUpOverBundles() {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(harmonise(pipeline, GERMANY, SPAIN).get(Harmonise.WARNINGS))
        .satisfies(
            warnings -> {
              assertThat(HarmoniseWarning.sum(warnings))
                  .contains(
                      new HarmoniseWarning(
                          "esp_gem_pv_2025",
                          "s.gpkg",
                          Target.STATUS,
                          HarmoniseWarning.Kind.WORD_UNLISTED,
                          "on hold",
                          3,
                          0))
                  .extracting(w -> w.target())
                  .containsExactly(
                      Target.UNIFIED_ID,
                      Target.NAME,
                      Target.INSTALL_DATE,
                      Target.TECHNOLOGY,
                      Target.STATUS);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void failsOnADatasetThatNobodyPlanned() {
    Pipeline pipeline = Pipeline.create();
    harmonise(pipeline, GERMANY);
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasRootCauseMessage(
            "Cannot harmonise dataset esp_gem_pv_2025: no profile was resolved for it before its"
                + " rows came");
  }

  private static FieldMapping mapping(
      Target target,
      String column,
      @Nullable String unit,
      @Nullable Double factor,
      @Nullable String basis,
      @Nullable String kind) {
    return new FieldMapping(target, 0, column, unit, factor, basis, kind);
  }

  private static FieldMappingRow row(FeatureSource source, FieldMapping mapping, long filled) {
    return new FieldMappingRow(source.dataset(), mapping, filled, 0, null);
  }
}
