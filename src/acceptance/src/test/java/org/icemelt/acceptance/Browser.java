package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The system's Chromium without a window. Environment variables {@code CHROMIUM} and {@code
 * CHROMEDRIVER} name others than those of the path.
 */
final class Browser implements AutoCloseable {
  private static final String AXE = resource("/axe.min.js");

  private final ChromeDriver driver;

  Browser() {
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(found("CHROMEDRIVER", "chromedriver"))
            .usingAnyFreePort()
            .build();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(found("CHROMIUM", "chromium"));
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu");
    options.addArguments("--window-size=1280,900", "--disable-dev-shm-usage");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
  }

  /** For what else there is to do. */
  ChromeDriver driver() {
    return driver;
  }

  /** Opens a file of this machine, from {@code file://}. */
  void open(Path file) {
    driver.get(file.toUri().toString());
  }

  /** What the page shall think its reader prefers. */
  void prefer(Colours colours) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours.word))));
  }

  /** What a reader can prefer. */
  enum Colours {
    LIGHT("light"),
    DARK("dark");

    private final String word;

    Colours(String word) {
      this.word = word;
    }
  }

  /** What the console said since it was last asked, errors and warnings only. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** What axe finds wrong: one line an element, as {@code rule (impact) selector: summary}. */
  List<String> barriers() {
    driver.executeScript(AXE);
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
              result => done(result.violations.flatMap(v => v.nodes.map(n =>
                `${v.id} (${n.impact}) ${n.target.join(' ')}: ${n.failureSummary.replace(/\\s+/g, ' ')}`))),
              error => done([`axe failed: ${error}`]));
            """);
    List<String> barriers = new ArrayList<>();
    ((List<?>) found).forEach(line -> barriers.add(String.valueOf(line)));
    return barriers;
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static File found(String variable, String name) {
    String given = System.getenv(variable);
    return Stream.concat(
            Stream.ofNullable(given),
            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> folder + "/" + name))
        .map(File::new)
        .filter(File::canExecute)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "Cannot find %s: it is not in the path, and %s is %s. On Debian: apt-get install chromium chromium-driver."
                        .formatted(name, variable, given)));
  }

  private static String resource(String name) {
    try (InputStream in = Browser.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A screenshot, as PNG. */
  void photograph(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }
}
