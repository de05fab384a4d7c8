package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.icemelt.judge.HtmlValidator;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The site as {@code src/site/build} makes it: links, anchors, valid HTML. */
class SiteHtmlIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path ROOT = ProjectRoot.path();
  private static final Path SITE = Path.of("target", "site").toAbsolutePath();
  private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"?([^\"\\s>]+)");
  private static final Pattern ID = Pattern.compile("\\s(?:id|name)=\"?([^\"\\s>]+)");

  /** What the checker says of mkdocs-material's own markup, its switches and its search field. */
  private static final List<Pattern> OF_THE_THEME =
      List.of(
          Pattern.compile("Attribute “autocomplete” is only allowed when the input type is"),
          Pattern.compile("Attribute “autocorrect” not allowed on element “input”"),
          Pattern.compile("Bad value “” for attribute “tabindex” on element “label”"));

  /** What axe says of it: the copy buttons of two blocks have one name. */
  private static final List<Pattern> BARRIERS_OF_THE_THEME =
      List.of(Pattern.compile("^landmark-unique .*\\.md-code__nav"));

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css",
          "js", "text/javascript",
          "json", "application/json",
          "png", "image/png",
          "svg", "image/svg+xml");

  @BeforeAll
  static void build() throws IOException {
    Command run = build(ROOT, SITE);
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stderr()).doesNotContain("WARNING");
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Map<Path, Set<String>> ids = new HashMap<>();
    List<String> broken = new ArrayList<>();
    int inner = 0;
    int outer = 0;
    for (Path page : pages()) {
      for (String link : found(LINK, withoutCode(Files.readString(page)))) {
        if (link.matches("(?i)(javascript|data|mailto):.*")) {
          continue;
        }
        URI address = URI.create(link.replace("&amp;", "&"));
        if (address.isAbsolute() || address.getHost() != null) {
          outer++;
          if (!List.of("http", "https").contains(address.getScheme())
              || address.getHost() == null
              || !address.getHost().contains(".")) {
            broken.add(page + " → " + link);
          }
          continue;
        }
        inner++;
        Path target =
            address.getPath().isEmpty()
                ? page
                : page.resolveSibling(URLDecoder.decode(address.getPath(), StandardCharsets.UTF_8))
                    .normalize();
        target = Files.isDirectory(target) ? target.resolve("index.html") : target;
        if (page.endsWith("404.html") && address.getPath().startsWith("/")) {
          target = Path.of(SITE + address.getPath());
          target = Files.isDirectory(target) ? target.resolve("index.html") : target;
        }
        if (!Files.exists(target)) {
          broken.add(page + " → " + link);
        } else if (address.getFragment() != null && !address.getFragment().isEmpty()) {
          if (!ids.containsKey(target)) {
            ids.put(target, new HashSet<>(found(ID, Files.readString(target))));
          }
          if (!ids.get(target).contains(address.getFragment())) {
            broken.add(page + " → " + link);
          }
        }
      }
    }
    System.out.printf("%d links inside the site, %d to others%n", inner, outer);
    assertThat(broken).isEmpty();
    assertThat(inner).isGreaterThan(100);
    assertThat(outer).isGreaterThan(10);
  }

  @Test
  void noRequestLeavesThePage() throws IOException {
    Pattern loaded = Pattern.compile("<(?:script|img|iframe|link rel=\"?stylesheet)[^>]*https?:");
    for (Path page : pages()) {
      assertThat(found(loaded, Files.readString(page))).as(page.toString()).isEmpty();
    }
  }

  @Test
  void aLinkThatLeadsNowhereFailsTheBuild() throws IOException {
    Path copy = RunFolder.empty("site-broken").path();
    link(ROOT, copy, "src");
    link(ROOT.resolve("src"), Files.createDirectory(copy.resolve("src")), "site");
    try (Stream<Path> tree = Files.walk(ROOT.resolve("src/site"))) {
      for (Path from : tree.toList()) {
        Path to =
            copy.resolve("src/site").resolve(ROOT.resolve("src/site").relativize(from).toString());
        Files.copy(from, to);
      }
    }
    assertThat(build(copy, copy.resolve("out")).exitCode()).as("unchanged").isZero();
    for (String broken :
        List.of(
            "commands.md#no-such-heading",
            "no-such-page.md",
            "../../io/ducklake/NoSuchFile.java",
            "../../io/ducklake/README.md#no-such-heading")) {
      Path page = copy.resolve("src/site/quickstart.md");
      String whole = Files.readString(page);
      Files.writeString(page, "\n[planted](%s)\n".formatted(broken), StandardOpenOption.APPEND);
      Command run = build(copy, copy.resolve("out"));
      assertThat(run.exitCode()).as(broken).isNotZero();
      assertThat(run.stderr()).contains("quickstart.md", broken.replaceFirst(".*#", "#"));
      Files.writeString(page, whole);
    }
  }

  @Test
  void theHtmlIsValid() throws IOException {
    List<Path> ours =
        pages().stream().filter(page -> !page.toString().contains("/source/")).toList();
    assertThat(HtmlValidator.errors(ours))
        .filteredOn(error -> OF_THE_THEME.stream().noneMatch(p -> p.matcher(error).find()))
        .isEmpty();
  }

  @Test
  void axeFindsNoBarrierInLightAndDarkAndTheConsoleIsSilent() throws IOException {
    List<String> barriers = new ArrayList<>();
    try (LoopbackServer server = served()) {
      for (Browser.Colours colours : Browser.Colours.values()) {
        try (Browser browser = new Browser()) {
          browser.prefer(colours);
          for (Path page : ours()) {
            if (page.endsWith("404.html")) {
              continue; // its addresses begin at a server's root
            }
            browser.driver().get(server.base() + "/" + SITE.relativize(page));
            browser.barriers().stream()
                .filter(b -> BARRIERS_OF_THE_THEME.stream().noneMatch(p -> p.matcher(b).find()))
                .map(barrier -> SITE.relativize(page) + " " + colours + ": " + barrier)
                .forEach(barriers::add);
            assertThat(browser.complaints()).as(page.toString()).isEmpty();
          }
          assertThat(browser.driver().executeScript("return document.body.dataset.mdColorScheme"))
              .isEqualTo(colours == Browser.Colours.DARK ? "slate" : "default");
        }
      }
    }
    assertThat(barriers).isEmpty();
  }

  @Test
  void searchFindsAnOption() throws IOException {
    try (LoopbackServer server = served();
        Browser browser = new Browser()) {
      browser.driver().get(server.base() + "/index.html?q=openLineage");
      new WebDriverWait(browser.driver(), Duration.ofSeconds(30))
          .until(
              d ->
                  d.findElements(By.cssSelector(".md-search-result__item a")).stream()
                      .map(a -> String.valueOf(a.getDomAttribute("href")))
                      .anyMatch(href -> href.contains("commands.html#build")));
    }
  }

  private static LoopbackServer served() throws IOException {
    LoopbackServer server = new LoopbackServer();
    try (Stream<Path> tree = Files.walk(SITE)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        server.on(
            "/" + SITE.relativize(file),
            exchange -> {
              String name = file.getFileName().toString();
              exchange
                  .getResponseHeaders()
                  .set(
                      "Content-Type",
                      TYPES.getOrDefault(name.replaceFirst(".*\\.", ""), "text/plain"));
              LoopbackServer.sendFile(exchange, file);
            });
      }
    }
    return server;
  }

  private static List<Path> ours() throws IOException {
    return pages().stream().filter(page -> !page.toString().contains("/source/")).toList();
  }

  private static Command build(Path root, Path site) throws IOException {
    return Command.run(
        root, Map.of(), LIMIT, List.of(root.resolve("src/site/build").toString(), site.toString()));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> tree = Files.walk(SITE)) {
      return tree.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  /** Files shown as they are hold what looks like links. */
  private static String withoutCode(String html) {
    return html.replaceAll("(?s)<pre.*?</pre>", "");
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.groupCount() == 0 ? match.group() : match.group(1))
        .toList();
  }

  /** Links to all that is in a folder, but for one name and what builds leave behind. */
  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(except) && !name.equals(".git")) {
          Files.createSymbolicLink(to.resolve(name), file);
        }
      }
    }
  }
}
