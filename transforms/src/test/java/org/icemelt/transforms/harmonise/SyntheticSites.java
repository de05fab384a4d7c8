package org.icemelt.transforms.harmonise;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.Shape;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;

/** Made-up rows of published datasets: the columns are the publishers', the values are not. */
final class SyntheticSites {
  private static final FeatureSource SOLAR =
      SyntheticSites.source(
          "global_pv_inventory_sent2_spot_2021",
          "predicted.geojson",
          "EPSG:4326",
          new Column("unique_id", ValueType.FLOAT64),
          new Column("capacity_mw", ValueType.STRING),
          new Column("install_date", ValueType.STRING));

  private SyntheticSites() {}

  static FeatureSource source(String dataset, String file, String crs, Column... columns) {
    return new FeatureSource(dataset, file, crs, FeatureSchema.of(columns));
  }

  /** A row at 0° 0°; only its values matter here. */
  static WktSite site(FeatureSource source, long row, List<@Nullable Object> values) {
    return new WktSite(
        source,
        row,
        values,
        "POINT (0 0)",
        "POINT (0 0)",
        "Point",
        new Shape(true, 0, 0, 0, 0),
        false,
        null,
        0,
        0,
        0);
  }

  static WktSite rowOf(String dataset, String file, String crs, @Nullable Object... pairs) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], pairs[i + 1]);
    }
    List<Column> columns = new ArrayList<>();
    values.forEach((name, value) -> columns.add(new Column(name, typeOf(value))));
    FeatureSource source = source(dataset, file, crs, columns.toArray(Column[]::new));
    return site(source, 7, new ArrayList<>(values.values()));
  }

  /** The row by the dataset's own profile, as a build without a manifest's word would do it. */
  static PvRecord harmonised(String dataset, @Nullable Object... pairs) {
    return harmonised(rowOf(dataset, "synthetic.geojson", "EPSG:4326", pairs));
  }

  static PvRecord harmonised(WktSite site) {
    return harmoniser(site).apply(site);
  }

  static Harmoniser harmoniser(WktSite site) {
    return harmoniser(site.source());
  }

  static Harmoniser solar() {
    return harmoniser(SOLAR);
  }

  static Harmoniser harmoniser(FeatureSource source) {
    return Harmoniser.compile(
        Profiles.resolve(source.dataset(), source.schema(), Map.of(), null), source);
  }

  static WktSite solarRow(
      long row, @Nullable Double id, @Nullable String capacity, @Nullable String date) {
    return site(SOLAR, row, Arrays.asList(id, capacity, date));
  }

  static Profile resolved(WktSite site, Map<String, List<FieldSource>> manifestFields) {
    return Profiles.resolve(site.source().dataset(), site.source().schema(), manifestFields, null);
  }

  /** What the dataset's profile does with such a row. */
  static List<FieldMapping> mappings(String dataset, @Nullable Object... pairs) {
    WktSite site = rowOf(dataset, "synthetic.geojson", "EPSG:4326", pairs);
    Harmoniser harmoniser = harmoniser(site);
    return harmoniser.drainFills().stream().map(FieldFill::mapping).toList();
  }

  private static ValueType typeOf(@Nullable Object value) {
    if (value instanceof Integer) {
      return ValueType.INT32;
    }
    if (value instanceof Long) {
      return ValueType.INT64;
    }
    if (value instanceof Double) {
      return ValueType.FLOAT64;
    }
    return value instanceof LocalDate ? ValueType.DATE : ValueType.STRING;
  }
}
