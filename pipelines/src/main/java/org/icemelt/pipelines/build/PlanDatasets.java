package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.filter.FeatureFilter;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.pipelines.build.DatasetPlan.PlannedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.transforms.crs.CrsResolver;
import org.icemelt.transforms.crs.UnknownCrsException;
import org.icemelt.transforms.harmonise.Profile;
import org.icemelt.transforms.harmonise.Profiles;
import org.icemelt.transforms.harmonise.RecordRoles;
import org.jspecify.annotations.Nullable;

/** Draws one plan a dataset from what was found: schema, raw table, profile, fingerprint. */
@InStage(Stage.READ)
final class PlanDatasets extends DoFn<KV<String, Iterable<Finding>>, DatasetPlan> {
  private final BuildSettings settings;

  PlanDatasets(BuildSettings settings) {
    this.settings = requireNonNull(settings);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(
        DisplayData.item(
            "layers", settings.layersFromSources().stream().sorted().toList().toString()));
    builder.add(DisplayData.item("h3Resolutions", settings.h3Resolutions().toString()));
    builder.add(DisplayData.item("honourKeepCols", settings.honourKeepCols()));
  }

  @ProcessElement
  public void plan(@Element KV<String, Iterable<Finding>> found, OutputReceiver<DatasetPlan> out) {
    Finding.@Nullable Entry entry = null;
    List<PlannedFile> files = new ArrayList<>();
    List<DatasetFailure> failures = new ArrayList<>();
    List<BrokenFile> broken = new ArrayList<>();
    for (Finding finding : found.getValue()) {
      if (finding instanceof Finding.Entry e) {
        entry = e;
      } else if (finding instanceof Finding.Inspected i) {
        files.add(new PlannedFile(i.file(), i.layers()));
      } else if (finding instanceof Finding.Broken b) {
        failures.add(b.failure());
        broken.add(b.file());
      }
    }
    requireNonNull(entry, () -> "no manifest entry for dataset " + found.getKey());
    files.sort(Comparator.comparing(f -> f.file().sourceFile()));
    out.output(plan(entry, files, failures, broken));
  }

  private DatasetPlan plan(
      Finding.Entry entry,
      List<PlannedFile> files,
      List<DatasetFailure> failures,
      List<BrokenFile> broken) {
    DatasetSpec spec = entry.spec();
    List<String> warnings = new ArrayList<>();
    FeatureSchema schema = new FeatureSchema(List.of());
    Map<String, Layer> crsTexts = new LinkedHashMap<>();
    for (PlannedFile file : files) {
      for (Layer layer : file.layers()) {
        schema = schema.union(layer.schema());
        if (layer.crs() == null) {
          failures.add(noCrs(spec, layer));
        } else {
          crsTexts.putIfAbsent(layer.crs(), layer);
        }
      }
    }
    crsTexts.forEach((crs, layer) -> check(crs, layer, failures, warnings));
    checkFilter(spec, failures);
    warnings.addAll(HintChecks.differences(spec, files));
    RawTable raw =
        RawTable.of(
            spec.name(), schema, settings.honourKeepCols() ? spec.mapping().keepCols() : List.of());
    warnings.addAll(raw.renames());
    Profile profile = Profiles.resolve(spec.name(), schema, spec.mapping().fields(), roles(spec));
    String fingerprint = Fingerprints.of(spec, files, profile, settings);
    boolean unchanged = failures.isEmpty() && isUnchanged(spec, raw, fingerprint);
    return new DatasetPlan(
        spec,
        files,
        broken,
        schema,
        raw,
        profile,
        fingerprint,
        entry.startedMillis(),
        unchanged,
        failures.isEmpty() ? null : failures.get(0),
        warnings);
  }

  private static @Nullable RecordRoles roles(DatasetSpec spec) {
    Map<String, String> byPattern = spec.mapping().recordRoles();
    return byPattern.isEmpty() ? null : RecordRoles.byFile(byPattern);
  }

  private boolean isUnchanged(DatasetSpec spec, RawTable raw, String fingerprint) {
    Lake lake = Lake.of(settings.lake());
    // what this very run committed before a worker died is read again, so that the report is whole;
    // the commit knows itself again
    return lake.exists()
        && lake.commit(settings.runId()).isEmpty()
        && lake.fingerprint(spec.name()).filter(fingerprint::equals).isPresent()
        && Layers.tablesOf(settings, raw).stream().allMatch(t -> lake.table(t.id()).isPresent());
  }

  private static DatasetFailure noCrs(DatasetSpec spec, Layer layer) {
    return new DatasetFailure(
        "CRS_UNKNOWN",
        "Cannot place %s of dataset %s: neither the file nor the manifest states a CRS. "
                .formatted(layer.sourceFile(), spec.name())
            + "Set \"crs\" in the manifest, e.g. \"EPSG:4326\".");
  }

  private static void check(
      String crs, Layer layer, List<DatasetFailure> failures, List<String> warnings) {
    try {
      CrsResolver.resolve(crs)
          .warning()
          .ifPresent(w -> warnings.add(layer.sourceFile() + ": " + w));
    } catch (UnknownCrsException e) {
      failures.add(
          new DatasetFailure(
              "CRS_UNKNOWN",
              "Cannot place %s of dataset %s: %s"
                  .formatted(layer.sourceFile(), layer.file().dataset(), e.getMessage())));
    }
  }

  private static void checkFilter(DatasetSpec spec, List<DatasetFailure> failures) {
    String where = spec.reading().where();
    if (where == null) {
      return;
    }
    try {
      FeatureFilter.parse(where);
    } catch (IllegalArgumentException e) {
      failures.add(
          new DatasetFailure(
              "WHERE_INVALID",
              "Invalid \"where\" of dataset %s: %s".formatted(spec.name(), e.getMessage())));
    }
  }
}
