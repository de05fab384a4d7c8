package org.icemelt.pipelines.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.icemelt.io.repositories.Repository;
import org.icemelt.pipelines.manifest.Manifest.Selection;
import org.junit.jupiter.api.Test;

class SelectionTest {
  @Test
  void choosesAllThatAreNotSkipped() throws Exception {
    Selection all = Manifest.read(Manifest.WORLD).select(List.of(), false);
    assertThat(all.datasets())
        .extracting(DatasetSpec::name)
        .containsExactlyInAnyOrder(
            "global_pv_inventory_sent2_spot_2021",
            "uk_crowdsourced_pv_2020",
            "global_harmonized_large_solar_farms_2020",
            "usa_cali_usgs_pv_2016",
            "ind_pv_solar_farms_2022",
            "chn_med_res_pv_2024",
            "usa_eia_large_scale_pv_2023",
            "usa_gm_seus_v1_2025");
    assertThat(all.skipped())
        .extracting(DatasetSpec::name)
        .containsExactlyInAnyOrder(
            "chn_jiangsu_vhr_pv_2021",
            "deu_maxar_vhr_2023",
            "fra_west_eur_pv_installations_2023",
            "global_pv_inventory_sent2_2024");
    assertThat(Manifest.read(Manifest.WORLD).select(List.of("stowell"), true)).isEqualTo(all);
  }

  @Test
  void listsASkippedDatasetAsSkippedEvenIfNamed() throws Exception {
    Selection selection =
        Manifest.read(Manifest.WORLD).select(List.of("deu_maxar_vhr_2023", "stowell"), false);
    assertThat(selection.datasets())
        .extracting(DatasetSpec::name)
        .containsExactly("uk_crowdsourced_pv_2020");
    assertThat(selection.skipped())
        .extracting(DatasetSpec::name)
        .containsExactly("deu_maxar_vhr_2023");
  }

  @Test
  void looksUpInWorldWhatEmbeddedLacks() throws Exception {
    Selection selection =
        Manifest.read(Manifest.EMBEDDED).select(List.of("bradbury", "stowell", "bradbury"), false);
    assertThat(selection.datasets())
        .extracting(DatasetSpec::name)
        .containsExactly("usa_cali_usgs_pv_2016", "uk_crowdsourced_pv_2020");
    assertThat(selection.datasets())
        .extracting(spec -> spec.origin().location().repository())
        .containsExactly(Repository.LOCAL, Repository.ZENODO);
  }

  @Test
  void listsKnownNamesForAnUnknownOne() throws Exception {
    Manifest embedded = Manifest.read(Manifest.EMBEDDED);
    ManifestException failure =
        catchThrowableOfType(
            ManifestException.class,
            () -> embedded.select(List.of("deu_ufz_pv_2015", "atlantis", "utopia"), false));
    assertThat(failure)
        .hasMessageStartingWith("Cannot choose dataset \"atlantis\", \"utopia\"")
        .hasMessageContainingAll(
            "esp_gem_pv_2025", "uk_crowdsourced_pv_2020 (stowell)", "usa_gm_seus_v1_2025");
  }

  @Test
  void doesNotLookUpInWorldWhatAnotherManifestLacks() throws Exception {
    Manifest other = Manifest.read("classpath:org/icemelt/pipelines/manifest/reference_style.json");
    ManifestException failure =
        catchThrowableOfType(
            ManifestException.class, () -> other.select(List.of("stowell"), false));
    assertThat(failure)
        .hasMessageContaining("\"stowell\"")
        .hasMessageNotContaining("uk_crowdsourced_pv_2020");
  }
}
