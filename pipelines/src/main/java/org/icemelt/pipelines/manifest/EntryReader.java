package org.icemelt.pipelines.manifest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.icemelt.io.geofiles.filter.FeatureFilter;
import org.jspecify.annotations.Nullable;

/** Reads one dataset's entry. */
final class EntryReader {
  static final Set<String> KEYS =
      Set.of(
          "doi",
          "dataset_doi",
          "repo",
          "compression",
          "compressed_archives",
          "manual_uncompress",
          "label_fmt",
          "geom_type",
          "crs",
          "crs_override",
          "paper_doi",
          "paper_title",
          "data_records_descr",
          "has_imgs",
          "model_arch",
          "label_count",
          "file_filters",
          "keep_cols",
          "skip",
          "max_mb",
          "chip_sizes",
          "display_name",
          "path",
          "aliases",
          "version",
          "frozen",
          "license",
          "files",
          "layer",
          "encoding",
          "where",
          "record_role",
          "fields");

  private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1_000_000);

  private final String dataset;
  private final int line;
  private final Json.Obj json;
  private final JsonObject entry;
  private final Findings findings;

  EntryReader(Json.Member member, Json.Obj json, Findings findings) {
    this.dataset = member.key();
    this.line = member.line();
    this.json = json;
    this.entry = new JsonObject(dataset, "", json, findings);
    this.findings = findings;
  }

  /** The entry; what is wrong with it is in the findings then. */
  DatasetSpec read(ManifestSource source) {
    entry.allowOnly(KEYS);
    DatasetName.check(dataset, line, findings);
    Publication publication = publication();
    Origin origin =
        new OriginReader(dataset, line, entry, findings).read(source, publication, maxBytes());
    return new DatasetSpec(
        dataset,
        entry.text("display_name"),
        entry.texts("aliases"),
        entry.flag("skip"),
        publication,
        origin,
        reading(),
        new MappingReader(entry).read(),
        hints(),
        Canonical.of(json));
  }

  private Publication publication() {
    return new Publication(
        entry.text("doi"),
        entry.text("dataset_doi"),
        entry.text("paper_doi"),
        entry.text("paper_title"),
        entry.text("data_records_descr"),
        entry.text("version"),
        entry.flag("frozen"),
        entry.text("license"));
  }

  private @Nullable Long maxBytes() {
    BigDecimal megabytes = entry.positive("max_mb");
    return megabytes == null
        ? null
        : megabytes
            .multiply(MEGABYTE)
            .min(BigDecimal.valueOf(Long.MAX_VALUE))
            .setScale(0, RoundingMode.CEILING)
            .longValueExact();
  }

  private Reading reading() {
    String crs = entry.text("crs");
    boolean override = entry.flag("crs_override");
    if (override && crs == null) {
      entry.error("crs_override", entry.lineOf("crs_override"), "there is no crs to override with");
    }
    String encoding = entry.text("encoding");
    if (encoding != null && !isCharset(encoding)) {
      entry.error(
          "encoding",
          entry.lineOf("encoding"),
          "there is no encoding \"%s\"; use e.g. UTF-8, ISO-8859-1, windows-1252, GB18030"
              .formatted(encoding));
    }
    return new Reading(crs, override, entry.text("layer"), encoding, where());
  }

  private @Nullable String where() {
    String where = entry.text("where");
    if (where != null) {
      try {
        FeatureFilter.parse(where);
      } catch (IllegalArgumentException e) {
        entry.error("where", entry.lineOf("where"), String.valueOf(e.getMessage()));
      }
    }
    return where;
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private Hints hints() {
    entry.flag("manual_uncompress");
    Map<String, Long> chipSizes = new LinkedHashMap<>();
    JsonObject sizes = entry.object("chip_sizes");
    if (sizes != null) {
      for (Json.Member size : sizes.members()) {
        Long pixels = sizes.wholeNumber(size.key());
        if (pixels != null) {
          chipSizes.put(size.key(), pixels);
        }
      }
    }
    return new Hints(
        entry.text("label_fmt"),
        geometryTypes(),
        entry.wholeNumbers("label_count"),
        entry.flag("has_imgs"),
        entry.text("model_arch"),
        chipSizes);
  }

  /** Words, however nested: a text, a list, or an object of such. */
  private List<String> geometryTypes() {
    Json value = entry.value("geom_type");
    Set<String> words = new LinkedHashSet<>();
    if (value != null && !collectWords(value, words)) {
      entry.wrong(
          "geom_type", value, "geometry types: a text, a list of texts or an object of such");
    }
    return new ArrayList<>(words);
  }

  private static boolean collectWords(Json value, Set<String> words) {
    if (value instanceof Json.Text text) {
      words.add(text.value());
      return true;
    }
    if (value instanceof Json.Array array) {
      return array.values().stream().allMatch(item -> collectWords(item, words));
    }
    if (value instanceof Json.Obj object) {
      for (Json.Member member : object.members()) {
        if (!member.key().equals("features")) {
          words.add(member.key());
        }
        if (!collectWords(member.value(), words)) {
          return false;
        }
      }
      return true;
    }
    return false;
  }
}
