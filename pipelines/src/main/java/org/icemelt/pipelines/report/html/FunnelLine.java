package org.icemelt.pipelines.report.html;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.report.html.LakeFacts.SourceFact;

/**
 * What became of a dataset's features, from its files to the lake, as the page shows it: counts as
 * text, empty where nobody knows, and the numbers of the bar.
 *
 * @param listed files of the dataset
 * @param fetched those of them that were brought to local disk
 */
record FunnelLine(
    String dataset,
    String status,
    boolean failed,
    String listed,
    String fetched,
    String read,
    String filtered,
    String stored,
    String rejected,
    String repaired,
    String duplicates,
    String area,
    String seconds,
    long storedNumber,
    long readNumber) {
  /** Of a dataset of a run. */
  static FunnelLine of(DatasetReport dataset, LakeFacts facts) {
    List<SourceFact> files = files(dataset.dataset(), facts);
    return new FunnelLine(
        dataset.dataset(),
        dataset.status().name().toLowerCase(Locale.ROOT),
        dataset.failed(),
        files.isEmpty() ? "" : Texts.count(files.size()),
        files.isEmpty() ? "" : Texts.count(fetched(files)),
        Texts.count(dataset.read()),
        Texts.count(dataset.filtered()),
        Texts.count(dataset.stored()),
        Texts.count(dataset.rejected()),
        Texts.count(dataset.repaired()),
        duplicates(dataset.dataset(), facts),
        dataset.areaKm2() == null ? "" : String.format(Locale.ROOT, "%,.3f", dataset.areaKm2()),
        String.format(Locale.ROOT, "%.1f", dataset.seconds()),
        dataset.stored(),
        dataset.read());
  }

  /** Of a dataset that the lake holds. */
  static FunnelLine of(String dataset, LakeFacts facts) {
    List<SourceFact> files = files(dataset, facts);
    long read = sum(files, SourceFact::read);
    long stored = sum(files, SourceFact::stored);
    return new FunnelLine(
        dataset,
        files.stream().map(SourceFact::status).distinct().collect(Collectors.joining(", ")),
        false,
        Texts.count(files.size()),
        Texts.count(fetched(files)),
        Texts.count(read),
        Texts.count(sum(files, SourceFact::filtered)),
        Texts.count(stored),
        Texts.count(sum(files, SourceFact::rejected)),
        Texts.count(sum(files, SourceFact::repaired)),
        duplicates(dataset, facts),
        "",
        "",
        stored,
        read);
  }

  /** Of all together. */
  static FunnelLine total(List<FunnelLine> lines) {
    long read = lines.stream().mapToLong(FunnelLine::readNumber).sum();
    long stored = lines.stream().mapToLong(FunnelLine::storedNumber).sum();
    return new FunnelLine(
        "all",
        "",
        false,
        "",
        "",
        Texts.count(read),
        "",
        Texts.count(stored),
        "",
        "",
        "",
        "",
        "",
        stored,
        read);
  }

  private static String duplicates(String dataset, LakeFacts facts) {
    return facts.duplicates(dataset).map(Texts::count).orElse("");
  }

  private static List<SourceFact> files(String dataset, LakeFacts facts) {
    return facts.sources().stream().filter(f -> f.dataset().equals(dataset)).toList();
  }

  private static long fetched(List<SourceFact> files) {
    return files.stream().filter(f -> !f.checksum().isEmpty()).count();
  }

  private static long sum(List<SourceFact> files, Function<SourceFact, String> column) {
    return files.stream()
        .map(column)
        .filter(text -> !text.isEmpty())
        .mapToLong(Long::parseLong)
        .sum();
  }
}
