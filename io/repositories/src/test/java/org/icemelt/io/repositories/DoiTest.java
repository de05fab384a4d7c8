package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoiTest {
  @ParameterizedTest
  @CsvSource({
    "10.5281/zenodo.5005867, 10.5281/zenodo.5005867",
    "https://doi.org/10.5281/zenodo.14827819, 10.5281/zenodo.14827819",
    "http://dx.doi.org/10.5066/P9IA3TUS, 10.5066/P9IA3TUS",
    "doi:10.6084/m9.figshare.1.v2, 10.6084/m9.figshare.1.v2",
    "HTTPS://DOI.ORG/10.1/a, 10.1/a",
    "https://example.org/a.zip, https://example.org/a.zip"
  })
  void stripsTheResolver(String text, String bare) {
    assertThat(Doi.bare(text)).isEqualTo(bare);
  }

  @ParameterizedTest
  @CsvSource({
    "10.5281/zenodo.4059881, ZENODO",
    "https://doi.org/10.5281/zenodo.14827819, ZENODO",
    "10.6084/m9.figshare.3385780.v4, FIGSHARE",
    "10.5066/P9IA3TUS, SCIENCEBASE",
    "https://github.com/qingfengxitu/ChinaPV, GITHUB",
    "https://raw.githubusercontent.com/o/r/main/a.geojson, GITHUB",
    "https://zenodo.org/records/5005868, ZENODO",
    "https://figshare.com/articles/dataset/x/11310269/6, FIGSHARE",
    "https://www.sciencebase.gov/catalog/item/abc, SCIENCEBASE"
  })
  void namesTheRepository(String text, Repository repository) {
    assertThat(Doi.repository(text)).contains(repository);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1038/s41597-022-01499-9",
    "https://eerscmap.usgs.gov/uspvdb/assets/data/uspvdbGeoJSON.zip",
    "https://notgithub.com/a/b",
    "just text"
  })
  void leavesOpenWhatIsOfNoKnownRepository(String text) {
    assertThat(Doi.repository(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1038/x, true, false",
    "https://doi.org/10.1038/x, true, false",
    "https://example.org/x, false, true",
    "10.1038, false, false",
    "10.1038/, false, false"
  })
  void tellsDoisFromAddresses(String text, boolean doi, boolean address) {
    assertThat(Doi.isDoi(text)).isEqualTo(doi);
    assertThat(Doi.isAddress(text)).isEqualTo(address);
  }
}
