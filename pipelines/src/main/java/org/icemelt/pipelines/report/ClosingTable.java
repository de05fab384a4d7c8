package org.icemelt.pipelines.report;

import java.util.List;
import java.util.Locale;

/** The table a run ends with: one line a dataset, one for all, then what a user should know. */
public final class ClosingTable {
  private ClosingTable() {}

  public static String of(RunReport report) {
    TextTable table =
        new TextTable(
            List.of(
                "dataset",
                "read",
                "stored",
                "rejected",
                "repaired",
                "area km2",
                "seconds",
                "status"));
    long read = 0;
    long stored = 0;
    long rejected = 0;
    long repaired = 0;
    double area = 0;
    for (DatasetReport d : report.datasets()) {
      read += d.read();
      stored += d.stored();
      rejected += d.rejected();
      repaired += d.repaired();
      area += d.areaKm2() == null ? 0 : d.areaKm2();
      table.add(
          List.of(
              d.dataset(),
              count(d.read()),
              count(d.stored()),
              count(d.rejected()),
              count(d.repaired()),
              d.areaKm2() == null ? "-" : area(d.areaKm2()),
              String.format(Locale.ROOT, "%.1f", d.seconds()),
              d.status().name().toLowerCase(Locale.ROOT)));
    }
    table.add(
        List.of(
            "all",
            count(read),
            count(stored),
            count(rejected),
            count(repaired),
            area(area),
            "",
            ""));
    StringBuilder out = new StringBuilder(report.datasets().isEmpty() ? "" : table.toString());
    for (DatasetReport d : report.datasets()) {
      if (d.filtered() > 0) {
        out.append(
            "%s: %d features filtered out by \"where\"%n".formatted(d.dataset(), d.filtered()));
      }
      for (String warning : d.warnings()) {
        out.append("warning: %s: %s%n".formatted(d.dataset(), warning));
      }
    }
    for (DatasetReport d : report.datasets()) {
      if (d.failed()) {
        out.append("failed: %s: %s%n".formatted(d.dataset(), d.failure()));
      }
    }
    layers(report, out);
    return out.toString();
  }

  private static void layers(RunReport report, StringBuilder out) {
    LayersReport layers = report.layers();
    if (layers == null) {
      return;
    }
    if (layers.outcome() == LayersReport.Outcome.FAILED) {
      out.append("failed: prepared and curated layers: %s%n".formatted(layers.message()));
    } else if (!layers.rows().isEmpty()) {
      TextTable table = new TextTable(List.of("derived table", "rows written"));
      layers.rows().forEach((name, rows) -> table.add(List.of(name, count(rows))));
      out.append(report.datasets().isEmpty() ? "" : "\n").append(table);
    }
  }

  private static String count(long value) {
    return Long.toString(value);
  }

  private static String area(double km2) {
    return String.format(Locale.ROOT, "%.3f", km2);
  }
}
