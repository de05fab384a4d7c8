package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real rows of the datasets at hand against what pandas makes of them; {@code real_rows.json} comes
 * from src/test/oracle/harmonise_rows.py. Only the places are made up: harmonising does not look at
 * them.
 */
class RealRowsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ind_pv_solar_farms_2022",
        "usa_eia_large_scale_pv_2023",
        "usa_eia860_solar_plants_2023",
        "deu_ufz_pv_2015",
        "esp_gem_pv_2025",
        "usa_cali_usgs_pv_2016",
        "ind_delhi_osm_pv",
        "global_pv_inventory_sent2_spot_2021"
      })
  void agreesWithPandas(String dataset) throws IOException {
    JsonNode expected = read().path("datasets").path(dataset);
    FeatureSource source = source(dataset, expected);
    Harmoniser harmoniser =
        Harmoniser.compile(Profiles.resolve(dataset, source.schema(), Map.of(), null), source);
    List<Map<String, @Nullable Object>> ours = new ArrayList<>();
    List<Map<String, @Nullable Object>> pandas = new ArrayList<>();
    for (JsonNode row : expected.path("rows")) {
      ours.add(common(harmoniser.apply(site(source, row))));
      pandas.add(common(row.path("expected"), ours.get(ours.size() - 1)));
    }
    assertThat(ours).hasSizeGreaterThan(0).isEqualTo(pandas);
    assertThat(counts(harmoniser)).isEqualTo(counts(expected.path("field_mapping")));
    assertThat(harmoniser.drainWarnings()).isEmpty();
  }

  private static Map<String, @Nullable Object> common(PvRecord record) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("unified_id", record.unifiedId());
    values.put("external_id", record.externalId());
    values.put("name", record.name());
    values.put("source_area_m2", record.sourceAreaM2());
    values.put("capacity_mw", record.capacityMw());
    values.put("capacity_basis", record.capacityBasis());
    values.put("install_date", Objects.toString(record.installDate(), null));
    values.put("install_date_precision", record.installDatePrecision());
    values.put("technology", record.technology());
    values.put("status", record.status());
    values.put("record_role", record.recordRole());
    return values;
  }

  private static Map<String, @Nullable Object> common(
      JsonNode expected, Map<String, @Nullable Object> columns) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    columns
        .keySet()
        .forEach(
            column -> {
              JsonNode value = expected.required(column);
              values.put(column, value.isNumber() ? value.doubleValue() : value.textValue());
            });
    return values;
  }

  /** Target and source column → rows filled and unconvertible. */
  private static Map<String, List<Long>> counts(Harmoniser harmoniser) {
    Map<String, List<Long>> counts = new LinkedHashMap<>();
    for (FieldFill fill : harmoniser.drainFills()) {
      FieldMapping mapping = fill.mapping();
      counts.put(
          mapping.target().column() + " from " + mapping.sourceColumn(),
          List.of(fill.rowsFilled(), fill.rowsUnconvertible()));
    }
    return counts;
  }

  private static Map<String, List<Long>> counts(JsonNode expected) {
    Map<String, List<Long>> counts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> target : expected.properties()) {
      for (Map.Entry<String, JsonNode> column : target.getValue().properties()) {
        counts.put(
            target.getKey() + " from " + column.getKey(),
            List.of(column.getValue().path(0).longValue(), column.getValue().path(1).longValue()));
      }
    }
    return counts;
  }

  private static FeatureSource source(String dataset, JsonNode expected) {
    List<Column> columns = new ArrayList<>();
    expected
        .path("columns")
        .properties()
        .forEach(
            c -> columns.add(new Column(c.getKey(), ValueType.valueOf(c.getValue().asText()))));
    return new FeatureSource(
        dataset, expected.path("source_file").asText(), "EPSG:4326", new FeatureSchema(columns));
  }

  private static WktSite site(FeatureSource source, JsonNode row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < source.schema().size(); i++) {
      JsonNode value = row.path("values").path(i);
      values.add(
          value.isNull()
              ? null
              : switch (source.schema().columns().get(i).type()) {
                case INT32 -> (Object) value.intValue();
                case INT64 -> value.longValue();
                case FLOAT64 -> value.doubleValue();
                default -> value.textValue();
              });
    }
    return SyntheticSites.site(source, row.path("source_row").longValue(), values);
  }

  private static JsonNode read() throws IOException {
    try (InputStream json = RealRowsTest.class.getResourceAsStream("real_rows.json")) {
      return new ObjectMapper().readTree(json);
    }
  }
}
