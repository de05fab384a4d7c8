package org.icemelt.pipelines.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;
import org.junit.jupiter.api.Test;

class RawTableTest {
  @Test
  void keepsSourceNamesAndPutsOursBehindThem() {
    RawTable raw = RawTable.of("d", schema("plant:output", "Area"), List.of());
    assertThat(raw.table().id().name()).isEqualTo("raw_d");
    assertThat(names(raw))
        .containsExactly(
            "plant:output",
            "Area",
            "dataset_name",
            "source_file",
            "source_row",
            "geometry",
            "processed_at");
    assertThat(raw.renames()).isEmpty();
  }

  @Test
  void numbersNamesThatDifferOnlyInCase() {
    RawTable raw = RawTable.of("d", schema("Area", "AREA", "area"), List.of());
    assertThat(names(raw)).startsWith("Area", "AREA_2", "area_3");
    assertThat(raw.renames())
        .containsExactly(
            "column \"AREA\" is called \"AREA_2\" in raw_d",
            "column \"area\" is called \"area_3\" in raw_d");
  }

  @Test
  void numbersNamesThatAreOurs() {
    RawTable raw = RawTable.of("d", schema("geometry", "Dataset_Name", "source_row"), List.of());
    assertThat(names(raw)).startsWith("geometry_2", "Dataset_Name_2", "source_row_2");
  }

  @Test
  void skipsNumbersThatAreTakenByTheSourceItself() {
    RawTable raw = RawTable.of("d", schema("geometry_2", "geometry"), List.of());
    assertThat(names(raw)).startsWith("geometry_2", "geometry_3");
  }

  @Test
  void givesAnEmptyNameOne() {
    assertThat(names(RawTable.of("d", schema(""), List.of()))).startsWith("unnamed");
  }

  @Test
  void narrowsToKeptColumns() {
    RawTable raw = RawTable.of("d", schema("a", "b", "c"), List.of("c", "a"));
    assertThat(names(raw)).startsWith("a", "c", "dataset_name");
    assertThat(raw.sourceColumns()).containsExactly(0, 2);
  }

  private static FeatureSchema schema(String... names) {
    return new FeatureSchema(
        List.of(names).stream().map(n -> new Column(n, ValueType.STRING)).toList());
  }

  private static List<String> names(RawTable raw) {
    return raw.table().schema().columns().stream().map(ColumnDef::name).toList();
  }
}
