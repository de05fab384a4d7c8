package org.icemelt.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.icemelt.judge.ProjectRoot;

/**
 * A fenced block of a page of the site.
 *
 * @param place page and line, for messages
 * @param language what stands behind the fence
 * @param runner the comment above it, {@code run: commands}; empty if there is none
 * @param reason why no test runs it, as the line above it says; empty if none does
 * @param text what is in it
 * @param output the block of its output behind it; empty if none is shown
 */
record SiteBlock(
    String place, String language, String runner, String reason, String text, String output) {
  private static final Path PAGES = ProjectRoot.path().resolve("src/site");
  private static final Pattern NAV = Pattern.compile("([\\w/-]+\\.md)$", Pattern.MULTILINE);
  private static final Pattern COMMENT = Pattern.compile("<!-- (\\w+(?:: [\\w-]+)?) -->");
  private static final Pattern NOT_RUN = Pattern.compile("\\*(Not run by a test\\b.*)\\*");

  /** All blocks of all pages, in the order of the site's navigation. */
  static List<SiteBlock> all() {
    List<SiteBlock> blocks = new ArrayList<>();
    for (Path page : pages()) {
      blocks.addAll(of(page));
    }
    return blocks;
  }

  /** The pages, in the order of the navigation. */
  static List<Path> pages() {
    try {
      Matcher nav = NAV.matcher(Files.readString(PAGES.resolve("mkdocs/mkdocs.yml")));
      List<Path> pages = new ArrayList<>();
      while (nav.find()) {
        pages.add(PAGES.resolve(nav.group(1)));
      }
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pages that there are. */
  static List<Path> files() {
    try (Stream<Path> tree = Files.walk(PAGES)) {
      return tree.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SiteBlock> of(Path page) {
    List<SiteBlock> blocks = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(page);
      String comment = "";
      String reason = "";
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        Matcher isComment = COMMENT.matcher(line);
        Matcher isReason = NOT_RUN.matcher(line);
        if (line.startsWith("```")) {
          int end = i + 1;
          while (!lines.get(end).startsWith("```")) {
            end++;
          }
          String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
          String place = PAGES.relativize(page) + ":" + (i + 1);
          if (comment.equals("output")) {
            SiteBlock shown = blocks.remove(blocks.size() - 1);
            blocks.add(shown.with(text));
          } else {
            blocks.add(new SiteBlock(place, line.substring(3), comment, reason, text, ""));
          }
          i = end;
          comment = "";
          reason = "";
        } else if (isComment.matches()) {
          comment = isComment.group(1);
        } else if (isReason.matches()) {
          reason = isReason.group(1);
        } else if (!line.isBlank()) {
          comment = "";
          reason = "";
        }
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SiteBlock with(String shown) {
    return new SiteBlock(place, language, runner, reason, text, shown);
  }

  /** Whether it is something that a reader types. */
  boolean isTyped() {
    return language.equals("bash") || language.equals("sql");
  }

  /** Its lines, comments behind {@code #} left out. */
  List<String> commands() {
    return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }
}
