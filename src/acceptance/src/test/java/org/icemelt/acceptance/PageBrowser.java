package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The system's Chromium without a screen, one for all tests. */
final class PageBrowser {
  private static final String HOW =
      "Cannot find %s, which the tests of the HTML pages drive. Install it (Debian: apt-get install"
          + " chromium chromium-driver), or name it in the environment variable %s.";

  /** For a page to be ready; nothing is measured by it. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final PageBrowser SHARED = new PageBrowser(start());

  private final ChromeDriver driver;

  private PageBrowser(ChromeDriver driver) {
    this.driver = driver;
  }

  static PageBrowser shared() {
    return SHARED;
  }

  private static ChromeDriver start() {
    Path chromium = program("CHROMIUM", "chromium", "chromium-browser", "google-chrome");
    Path driver = program("CHROMEDRIVER", "chromedriver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // root has none
        "--disable-gpu",
        "--force-device-scale-factor=1",
        "--hide-scrollbars",
        "--window-size=1400,1700");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build();
    ChromeDriver started = new ChromeDriver(service, options);
    Runtime.getRuntime().addShutdownHook(new Thread(started::quit));
    return started;
  }

  private static Path program(String variable, String... names) {
    String named = System.getenv(variable);
    Stream<Path> candidates =
        named != null
            ? Stream.of(Path.of(named))
            : Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)));
    return candidates
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(HOW.formatted(names[0], variable)));
  }

  /** Opens a file from disk, in light colours. */
  void open(Path page) {
    prefer("light", "screen");
    driver.manage().logs().get(LogType.BROWSER);
    driver.manage().logs().get(LogType.PERFORMANCE);
    driver.get(page.toUri().toString());
  }

  /** Waits until a script's value is true. */
  void until(String condition) {
    new WebDriverWait(driver, PATIENCE).until(d -> Boolean.TRUE.equals(script(condition)));
  }

  /** The value of a script's expression. */
  Object script(String expression, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript("return " + expression, arguments);
  }

  ChromeDriver driver() {
    return driver;
  }

  WebElement element(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  String text(String css) {
    return element(css).getText();
  }

  /** What the page wrote to the console, or the browser about it. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** Addresses that were asked for since the page was opened, its own included. */
  List<String> requests() {
    List<String> urls = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = json(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        urls.add(message.at("/params/request/url").asText());
      }
    }
    return urls;
  }

  /** What people set in their system: light or dark, screen or print. */
  void prefer(String scheme, String media) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The page as it would be printed. */
  byte[] pdf() {
    Object data = driver.executeCdpCommand("Page.printToPDF", Map.of()).get("data");
    return java.util.Base64.getDecoder().decode(String.valueOf(data));
  }

  /** A picture of an element, one pixel for each of the page's. */
  BufferedImage picture(String css) {
    try {
      return ImageIO.read(new ByteArrayInputStream(element(css).getScreenshotAs(OutputType.BYTES)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Faults against accessibility that axe calls serious or critical. */
  List<String> seriousFaults() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[0]; axe.run().then(r => done(JSON.stringify(r.violations)))");
    List<String> faults = new ArrayList<>();
    for (JsonNode violation : json(String.valueOf(found))) {
      if (List.of("serious", "critical").contains(violation.get("impact").asText())) {
        faults.add(
            violation.get("id").asText() + ": " + violation.get("nodes").findValuesAsText("html"));
      }
    }
    return faults;
  }

  private static String axe() {
    try (InputStream in = PageBrowser.class.getResourceAsStream("/axe.min.js")) {
      assertThat(in).as("axe's script").isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean near(Color one, Color other) {
    return Math.abs(one.getRed() - other.getRed()) < 12
        && Math.abs(one.getGreen() - other.getGreen()) < 12
        && Math.abs(one.getBlue() - other.getBlue()) < 12;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
