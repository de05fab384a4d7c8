package org.icemelt.pipelines.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.page.Page;
import org.icemelt.pipelines.page.Resources;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.report.LayersReport;
import org.icemelt.pipelines.report.RunReport;
import org.icemelt.pipelines.report.html.LakeFacts.CheckFact;
import org.icemelt.pipelines.report.html.LakeFacts.SourceFact;
import org.icemelt.pipelines.verify.LakeVerdict;

/** The page: of one run, or of a lake as {@code verify} found it. */
public final class ReportPage {
  private static final String LEAFLET = "leaflet/1.9.4/";
  private static final String SUPERCLUSTER = "supercluster/7.1.5/";

  /** Something to be known of one dataset. */
  record Note(String dataset, String text) {}

  /** One row of the table of timings. */
  record TimeLine(String what, String times, String seconds, String longest) {}

  /** One snapshot and what it did. */
  record SnapshotLine(String id, String time, String author, String message, String rows) {}

  /** One table of the lake. */
  record TableLine(String table, String rows, String files, String bytes) {}

  private ReportPage() {}

  /** Of a run, whatever became of it. */
  public static String of(RunReport report, Lake lake) {
    LakeFacts facts = LakeFacts.of(lake);
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("isRun", true);
    names.put("title", "Run report");
    names.put("subject", "Run " + report.runId());
    names.put("time", report.processedAt().replace('T', ' ') + " UTC");
    names.put("outcome", outcome(report));
    names.put("well", report.exitCode().number() == 0);
    names.put("exitCode", report.exitCode().number());
    List<FunnelLine> funnel = new ArrayList<>();
    List<Note> warnings = new ArrayList<>();
    List<Note> failures = new ArrayList<>();
    for (DatasetReport dataset : report.datasets()) {
      funnel.add(FunnelLine.of(dataset, facts));
      dataset.warnings().forEach(w -> warnings.add(new Note(dataset.dataset(), w)));
      if (dataset.failed()) {
        failures.add(new Note(dataset.dataset(), String.valueOf(dataset.failure())));
      }
    }
    LayersReport layers = report.layers();
    if (layers != null && layers.outcome() == LayersReport.Outcome.FAILED) {
      failures.add(new Note("prepared and curated layers", String.valueOf(layers.message())));
    }
    names.put("warnings", warnings);
    names.put("failures", failures);
    names.put("timings", timings(report));
    return page(names, funnel, facts, lake);
  }

  /** Of a lake, sound or not. */
  public static String of(LakeVerdict verdict, Lake lake) {
    LakeFacts facts = LakeFacts.of(lake);
    Map<String, Object> names = new LinkedHashMap<>();
    boolean well = verdict.faults().isEmpty();
    names.put("title", "Lake report");
    names.put("subject", "Lake " + lake.config().catalog());
    names.put("time", "as of snapshot " + verdict.snapshot());
    names.put(
        "outcome",
        well ? "All checks passed." : Texts.count(verdict.faults().size()) + " faults were found.");
    names.put("well", well);
    names.put("exitCode", well ? 0 : 1);
    names.put("failures", verdict.faults().stream().map(f -> new Note("", f)).toList());
    names.put("warnings", verdict.notes().stream().map(n -> new Note("", n)).toList());
    names.put(
        "tables",
        verdict.tables().stream()
            .map(
                t ->
                    new TableLine(
                        t.table(),
                        Texts.count(t.rows()),
                        Texts.count(t.files()),
                        Texts.count(t.bytes())))
            .toList());
    List<FunnelLine> funnel = new ArrayList<>();
    new TreeSet<>(facts.sources().stream().map(SourceFact::dataset).toList())
        .forEach(dataset -> funnel.add(FunnelLine.of(dataset, facts)));
    return page(names, funnel, facts, lake);
  }

  private static String page(
      Map<String, Object> names, List<FunnelLine> funnel, LakeFacts facts, Lake lake) {
    List<String> gaps = new ArrayList<>(facts.gaps());
    Sites.Packed sites = Sites.NONE;
    try {
      sites = Sites.of(lake);
    } catch (DuckLakeException e) {
      gaps.add("The sites cannot be read, so there is no map: " + e.getMessage());
    }
    names.put("funnel", funnel);
    names.put("total", FunnelLine.total(funnel));
    names.put("rejects", facts.rejects());
    List<CheckFact> failed = facts.checks().stream().filter(CheckFact::failed).toList();
    names.put("checks", failed);
    names.put("passed", Texts.count(facts.checks().size() - failed.size()));
    names.put("sources", facts.sources());
    names.put("snapshots", snapshots(lake));
    names.put("gaps", gaps);
    names.put("hasMap", sites.rows() > 0);
    names.put("siteCount", Texts.count(sites.rows()));
    Page page =
        Page.of(Resources.beside(ReportPage.class, "report.html"))
            .style(Resources.beside(Page.class, "page.css"));
    if (sites.rows() > 0) {
      page.style(Resources.webjar(LEAFLET + "dist/leaflet.css"))
          .style(Resources.beside(ReportPage.class, "map.css"))
          .data("sites", sites)
          .data("land", Map.of("scale", Land.SCALE, "polygons", Land.polygons()))
          .script(library(LEAFLET, "leaflet.js"))
          .script(library(SUPERCLUSTER, "supercluster.min.js"))
          .script(Resources.beside(ReportPage.class, "map.js"));
    }
    return page.render(names);
  }

  /** A library's script under its own licence. */
  private static String library(String webjar, String script) {
    String licence = Resources.webjar(webjar + "LICENSE").replace("*/", "* /").strip();
    String code = Resources.webjar(webjar + "dist/" + script);
    return "/*\n" + licence + "\n*/\n" + code.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
  }

  private static String outcome(RunReport report) {
    String first =
        switch (report.commit()) {
          case COMMITTED -> "Snapshot %d holds this run.".formatted(report.snapshotId());
          case ALREADY_COMMITTED ->
              "The run was committed before, as snapshot %d.".formatted(report.snapshotId());
          case NOTHING_TO_DO ->
              report.datasets().stream().anyMatch(DatasetReport::failed)
                  ? "Nothing was committed."
                  : "Every source is as it was: no snapshot was added.";
          case REFUSED, UNKNOWN -> String.valueOf(report.message());
        };
    LayersReport layers = report.layers();
    return layers == null || layers.snapshotId() == null
        ? first
        : first
            + " Snapshot %d holds the layers computed from snapshot %d."
                .formatted(layers.snapshotId(), layers.computedFrom());
  }

  private static List<TimeLine> timings(RunReport report) {
    List<TimeLine> lines = new ArrayList<>();
    report
        .timings()
        .forEach(
            spent ->
                lines.add(
                    new TimeLine(
                        spent.what(),
                        Texts.count(spent.times()),
                        Texts.seconds(spent.seconds()),
                        spent.times() == 1 ? "" : Texts.seconds(spent.longest()))));
    LayersReport layers = report.layers();
    if (layers != null) {
      lines.add(
          new TimeLine("prepared and curated layers", "1", Texts.seconds(layers.seconds()), ""));
    }
    return lines;
  }

  private static List<SnapshotLine> snapshots(Lake lake) {
    if (!lake.exists()) {
      return List.of();
    }
    Map<Long, String> rows =
        lake.rowChanges().stream()
            .collect(
                Collectors.groupingBy(
                    Lake.RowChange::snapshot,
                    Collectors.mapping(ReportPage::change, Collectors.joining(", "))));
    return lake.snapshots().stream()
        .map(
            s ->
                new SnapshotLine(
                    Long.toString(s.id()),
                    s.time().toString(),
                    s.author() == null ? "" : s.author(),
                    s.message() == null ? "" : s.message(),
                    rows.getOrDefault(s.id(), "")))
        .toList();
  }

  private static String change(Lake.RowChange change) {
    return change.table().name()
        + (change.added() == 0 ? "" : " +" + Texts.count(change.added()))
        + (change.removed() == 0 ? "" : " −" + Texts.count(change.removed()));
  }
}
