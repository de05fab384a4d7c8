package org.icemelt.pipelines.build;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFiles;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.pipelines.stage.StageClock;
import org.icemelt.pipelines.stage.Work;
import org.icemelt.transforms.crs.CrsResolver;
import org.icemelt.transforms.crs.UnknownCrsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at each fetched file once: format, layers, CRS, columns, count, splits. */
@InStage(Stage.READ)
final class InspectFiles extends DoFn<KV<String, Finding>, KV<String, Finding>> {
  /** Files inspected, for the progress line. */
  static final String FILES_METRIC = "filesInspected";

  private static final Logger LOG = LoggerFactory.getLogger(InspectFiles.class);

  private final long splitBytes;
  private final Set<String> lookedUp = new HashSet<>();
  private final StageClock clock = StageClock.of(Work.INSPECT);
  private final Counter files = Metrics.counter(InspectFiles.class, FILES_METRIC);

  InspectFiles(long splitBytes) {
    this.splitBytes = splitBytes;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(DisplayData.item("splitBytes", splitBytes));
  }

  @ProcessElement
  public void inspect(@Element KV<String, Finding> found, OutputReceiver<KV<String, Finding>> out) {
    if (!(found.getValue() instanceof Finding.Fetched fetched)) {
      out.output(found);
      return;
    }
    files.inc();
    long begun = System.nanoTime();
    Finding finding = inspect(fetched.spec(), fetched.file());
    clock.addSince(begun);
    out.output(KV.of(found.getKey(), finding));
  }

  private Finding inspect(DatasetSpec spec, FetchedFile file) {
    GeoFile geoFile =
        new GeoFile(
            spec.name(),
            file.sourceFile(),
            file.localPath(),
            spec.reading().layer(),
            spec.reading().encoding(),
            spec.reading().crs(),
            spec.reading().crsOverride());
    try {
      List<Layer> layers = GeoFiles.inspect(geoFile, splitBytes);
      layers.forEach(this::lookUpCrs);
      return new Finding.Inspected(file, layers);
    } catch (GeoFileException e) {
      return new Finding.Broken(
          new DatasetFailure(e.code().name(), e.getMessage()), BrokenFile.of(file));
    }
  }

  /**
   * Loads what a layer's coordinate system needs, up to a fifth of a second, while other files are
   * being inspected: the plan, for which all of them wait, finds it in memory.
   */
  private void lookUpCrs(Layer layer) {
    String crs = layer.crs();
    if (crs != null && lookedUp.add(crs)) {
      try {
        CrsResolver.resolve(crs);
      } catch (UnknownCrsException e) {
        LOG.debug("The plan will say so of {}", layer.sourceFile(), e);
      }
    }
  }
}
