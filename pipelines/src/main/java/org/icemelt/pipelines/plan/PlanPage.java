package org.icemelt.pipelines.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.icemelt.pipelines.page.Page;
import org.icemelt.pipelines.page.Resources;

/** A plan as a page: the picture, and each step's settings as one points at it or tabs to it. */
final class PlanPage {
  /** A row of the table of settings. */
  record Setting(String name, String value) {}

  /** A step, or a dataset, as the page lists it. */
  record Entry(String id, String title, String stage, String does, List<Setting> settings) {}

  /** A dataset and what is fetched of it. */
  record Fetch(String dataset, String origin, String files, String megabytes, String note) {}

  private PlanPage() {}

  static String of(Plan plan) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < plan.pipelines().size(); i++) {
      for (Step step : plan.pipelines().get(i).steps()) {
        entries.add(
            new Entry(
                "p" + i + "/" + step.id(),
                step.label(),
                step.stage().word(),
                step.does(),
                settings(step.settings())));
      }
    }
    List<Fetch> fetches = plan.datasets().stream().map(PlanPage::fetch).toList();
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("entries", entries);
    context.put("fetches", fetches);
    context.put("anyFetches", !fetches.isEmpty());
    context.put("megabytes", megabytes(plan.fetchBytes()));
    context.put("svg", SvgPicture.of(PlanLayout.of(plan)));
    return Page.of(Resources.beside(PlanPage.class, "plan.html"))
        .style(Resources.beside(Page.class, "page.css"))
        .style(Resources.beside(PlanPage.class, "plan.css"))
        .script(Resources.beside(PlanPage.class, "plan.js"))
        .render(context);
  }

  private static List<Setting> settings(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> new Setting(setting.getKey(), setting.getValue()))
        .toList();
  }

  private static Fetch fetch(Branch branch) {
    return new Fetch(
        branch.dataset(),
        branch.origin(),
        branch.files() == null ? "?" : branch.files().toString(),
        branch.fetchBytes() == null ? "?" : megabytes(branch.fetchBytes()),
        branch.note() == null ? "" : branch.note());
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
