package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** {@code plan} from the jar, and its page in a browser. */
class PlanIT {
  private static final PageBrowser BROWSER = PageBrowser.shared();

  @Test
  void drawsThePlanWithoutALakeOrANetwork() throws Exception {
    RunFolder folder = RunFolder.empty("plan");
    String said = Icemelt.expect(0, folder.path(), "plan", "--output=plan.html").stdout();
    assertThat(said).contains("Plan: " + folder.path().resolve("plan.html"), "0 bytes to fetch");
    assertThat(folder.files()).containsExactly("plan.html");

    Path page = folder.path().resolve("plan.html");
    BROWSER.open(page);
    assertThat(BROWSER.console()).isEmpty();
    assertThat(BROWSER.requests()).containsExactly(page.toUri().toString());
    int steps = BROWSER.driver().findElements(By.cssSelector("svg g.step")).size();
    assertThat(BROWSER.driver().findElements(By.cssSelector("tr[data-step]"))).hasSize(steps);
    assertThat(steps).isGreaterThan(60);
    assertThat(BROWSER.script(LABELS_OUTSIDE)).isEqualTo(0L);

    new Actions(BROWSER.driver())
        .moveToElement(BROWSER.element("g[data-id='p0/FetchFiles'] rect"))
        .perform();
    assertThat(BROWSER.text("#card")).contains("fetch: FetchFiles", "largestDownloadBytes");
    BROWSER.element("g[data-id='p0/FetchFiles']").sendKeys(Keys.TAB);
    assertThat(BROWSER.text("#card")).contains("SpreadFiles");
    assertThat(BROWSER.seriousFaults()).isEmpty();
    BROWSER.prefer("dark", "screen");
    assertThat(BROWSER.seriousFaults()).isEmpty();
  }

  @Test
  void countsTheBytesThatTheRepositoriesState() {
    RunFolder folder = RunFolder.empty("plan-world");
    SyntheticWorld world = new SyntheticWorld(folder.path().resolve("synthetic-world"));
    try (WorldServers servers = new WorldServers().serve(world)) {
      String[] options =
          java.util.stream.Stream.concat(
                  java.util.stream.Stream.of(
                      "plan", "--manifest=world", "--datasets=ind_pv_solar_farms_2022"),
                  servers.options().stream())
              .toArray(String[]::new);
      long bytes = WorldServers.indiaFile().toFile().length();
      assertThat(Icemelt.expect(0, folder.path(), options).stdout())
          .contains(bytes + " bytes to fetch");
    }
  }

  /** Labels that the browser's own font makes wider than their boxes. */
  private static final String LABELS_OUTSIDE =
      "[...document.querySelectorAll('svg g')].filter(g => { const t = g.querySelector('text'); if"
          + " (!t) return false; const r = g.querySelector('rect').getBBox(), b = t.getBBox();"
          + " return b.x < r.x || b.x + b.width > r.x + r.width || b.y < r.y || b.y + b.height >"
          + " r.y + r.height; }).length";
}
