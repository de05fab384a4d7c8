package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A job that has ended, on the JobManager's dashboard, in a browser. */
final class FlinkDashboard {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Of a box and its text, beside what they would be in a browser's own size. */
  private static final double SCALE = 0.75;

  private FlinkDashboard() {}

  /**
   * Takes a picture of the page, its graph enlarged so that one can read what follows on a step.
   *
   * @param step whose box comes to the left: {@code ReadManifest)}
   */
  static void photograph(FlinkCluster cluster, JsonNode job, String step, Path png)
      throws IOException {
    try (Browser browser = new Browser()) {
      var driver = browser.driver();
      driver.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", 1500, "height", 1150, "deviceScaleFactor", 1.5, "mobile", false));
      driver.get(
          "http://%s/#/job/completed/%s/overview"
              .formatted(cluster.master(), job.path("jid").asText()));
      new WebDriverWait(driver, PATIENCE)
          .until(
              page ->
                  page.findElements(By.cssSelector("flink-dagre g.node")).size()
                      == job.path("vertices").size());
      driver.findElement(By.cssSelector(".anticon-menu-fold")).click();
      Object shown =
          driver.executeScript(
              """
              const box = [...document.querySelectorAll('flink-dagre g.node')]
                .find(node => node.textContent.includes('(' + arguments[0]));
              if (!box) return null;
              const svg = document.querySelector('flink-dagre svg');
              const graph = svg.querySelector(':scope > g');
              const [, x, y, scale] = graph.getAttribute('transform')
                .match(/translate\\(([-\\d.]+)[ ,]+([-\\d.]+)\\)\\s*scale\\(([\\d.]+)/).map(Number);
              const from = svg.getBoundingClientRect(), at = box.getBoundingClientRect();
              const left = (at.left - from.left - x) / scale;
              const middle = (at.top + at.height / 2 - from.top - y) / scale;
              graph.setAttribute('transform',
                `translate(${20 - left * arguments[1]},${from.height / 2 - middle * arguments[1]})`
                + ` scale(${arguments[1]})`);
              return box.textContent;
              """,
              step,
              SCALE);
      assertThat(shown).as("box of %s", step).isNotNull();
      browser.photograph(png);
    }
  }
}
