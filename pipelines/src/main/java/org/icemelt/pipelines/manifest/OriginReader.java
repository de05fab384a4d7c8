package org.icemelt.pipelines.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.icemelt.io.repositories.ArchiveHints;
import org.icemelt.io.repositories.Doi;
import org.icemelt.io.repositories.FileFilters;
import org.icemelt.io.repositories.FileMatcher;
import org.icemelt.io.repositories.PinnedFile;
import org.icemelt.io.repositories.Repository;
import org.icemelt.io.repositories.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a dataset's files come from. Where {@code repo} and DOI disagree the DOI decides;
 * with {@code path} the files are local, and the DOI says what they are.
 */
final class OriginReader {
  private final String dataset;
  private final int line;
  private final JsonObject entry;
  private final Findings findings;

  OriginReader(String dataset, int line, JsonObject entry, Findings findings) {
    this.dataset = dataset;
    this.line = line;
    this.entry = entry;
    this.findings = findings;
  }

  Origin read(ManifestSource source, Publication publication, @Nullable Long maxBytes) {
    return new Origin(location(source, publication), filters(), archives(), pinned(), maxBytes);
  }

  private SourceLocation location(ManifestSource source, Publication publication) {
    Repository stated = statedRepository();
    String path = entry.text("path");
    String doi = publication.doi();
    Repository repository = Repository.LOCAL;
    String locator = "";
    if (path != null) {
      if (stated != null && stated != Repository.LOCAL) {
        entry.error(
            "path",
            entry.lineOf("path"),
            "a path is for repo \"local\", not for \"%s\"".formatted(stated.word()));
      }
      locator = resolve(source, path);
    } else if (stated == Repository.LOCAL) {
      entry.error(
          "repo",
          entry.lineOf("repo"),
          "repo \"local\" needs a path: file, archive or folder, relative to the manifest");
    } else if (doi == null) {
      findings.error(
          dataset, "doi", line, "there is no doi; give one, or repo \"local\" with a path");
    } else {
      repository = repositoryOf(doi, stated);
      locator = Doi.bare(doi);
    }
    return new SourceLocation(repository, locator, publication.version(), publication.license());
  }

  private @Nullable Repository statedRepository() {
    String word = entry.text("repo");
    if (word == null) {
      return null;
    }
    Optional<Repository> repository = Repository.ofWord(word);
    if (repository.isEmpty()) {
      List<String> words =
          java.util.Arrays.stream(Repository.values()).map(Repository::word).toList();
      entry.error(
          "repo",
          entry.lineOf("repo"),
          "there is no repo \"%s\"; there are %s".formatted(word, String.join(", ", words)));
    }
    return repository.orElse(null);
  }

  private Repository repositoryOf(String doi, @Nullable Repository stated) {
    Optional<Repository> named = Doi.repository(doi);
    if (stated == Repository.DIRECT_DOWNLOAD && Doi.isAddress(doi)) {
      return stated;
    }
    if (named.isPresent()) {
      if (stated != null && stated != named.get()) {
        entry.warn(
            "repo",
            "repo is \"%s\", but doi %s is of \"%s\"; the doi decides"
                .formatted(stated.word(), doi, named.get().word()));
      }
      return named.get();
    }
    if (stated != null) {
      return stated;
    }
    if (!Doi.isAddress(doi)) {
      entry.error(
          "doi",
          entry.lineOf("doi"),
          "cannot tell the repository of \"%s\"; state it as repo".formatted(doi));
    }
    return Repository.DIRECT_DOWNLOAD;
  }

  private String resolve(ManifestSource source, String path) {
    Optional<String> resolved = source.resolve(path);
    if (resolved.isEmpty()) {
      entry.error(
          "path",
          entry.lineOf("path"),
          "\"%s\" cannot be found from %s; a manifest on the web needs absolute paths"
              .formatted(path, source.name()));
    }
    return resolved.orElse("");
  }

  private FileFilters filters() {
    JsonObject filters = entry.object("file_filters");
    if (filters == null) {
      return FileFilters.NONE;
    }
    filters.allowOnly(Set.of("include_patterns", "exclude_patterns", "use_regex", "description"));
    filters.text("description");
    boolean regex = filters.flag("use_regex");
    return new FileFilters(
        patterns(filters, "include_patterns", regex),
        patterns(filters, "exclude_patterns", regex),
        regex);
  }

  private static List<String> patterns(JsonObject filters, String key, boolean regex) {
    List<String> patterns = filters.texts(key);
    for (String pattern : patterns) {
      try {
        new FileMatcher(new FileFilters(List.of(pattern), List.of(), regex));
      } catch (PatternSyntaxException e) {
        filters.error(
            key,
            filters.lineOf(key),
            "\"%s\" is no %s: %s"
                .formatted(
                    pattern, regex ? "regular expression" : "file pattern", e.getDescription()));
        return List.of();
      }
    }
    return patterns;
  }

  private ArchiveHints archives() {
    String compression = entry.text("compression");
    List<String> names = entry.texts("compressed_archives");
    boolean packed = compression != null && !compression.toLowerCase(Locale.ROOT).equals("none");
    return new ArchiveHints(packed || entry.flag("manual_uncompress"), names);
  }

  private Map<String, PinnedFile> pinned() {
    JsonObject files = entry.object("files");
    Map<String, PinnedFile> pinned = new LinkedHashMap<>();
    if (files != null) {
      for (Json.Member file : files.members()) {
        JsonObject facts = files.object(file.key());
        if (facts != null) {
          facts.allowOnly(Set.of("md5", "sha256", "size", "url"));
          pinned.put(
              file.key(),
              new PinnedFile(
                  hexadecimal(facts, "md5", 32),
                  hexadecimal(facts, "sha256", 64),
                  facts.wholeNumber("size"),
                  facts.text("url")));
        }
      }
    }
    return pinned;
  }

  private static @Nullable String hexadecimal(JsonObject facts, String key, int digits) {
    String text = facts.text(key);
    if (text == null) {
      return null;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() != digits || !lower.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      facts.error(
          key,
          facts.lineOf(key),
          "expected %d hexadecimal digits, found \"%s\"".formatted(digits, text));
    }
    return lower;
  }
}
