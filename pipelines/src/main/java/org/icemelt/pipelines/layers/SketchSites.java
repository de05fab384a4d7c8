package org.icemelt.pipelines.layers;

import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.transforms.duplicates.Candidate;
import org.icemelt.transforms.duplicates.Sketch;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;

/** The two looks at all sites that finding duplicates takes. */
final class SketchSites {
  private SketchSites() {}

  /** First look: a sketch of each site. */
  @InStage(Stage.TRANSFORM)
  static final class Sketches extends DoFn<ScanTask, Sketch> {
    private transient @Nullable WKTReader reader;

    @Setup
    public void setup() {
      reader = new WKTReader();
    }

    @ProcessElement
    public void sketch(@Element ScanTask task, OutputReceiver<Sketch> out) {
      try (RowCursor rows = task.open()) {
        while (rows.next()) {
          StoredSite site = new StoredSite(rows.values());
          out.output(site.sketch(site.geometry(java.util.Objects.requireNonNull(reader))));
        }
      }
    }
  }

  /** Second look: the geometries of those that have a possible duplicate, under their group. */
  @InStage(Stage.TRANSFORM)
  static final class Candidates extends DoFn<ScanTask, KV<String, Candidate>> {
    private final PCollectionView<Map<String, String>> groups;
    private transient @Nullable WKTReader reader;

    Candidates(PCollectionView<Map<String, String>> groups) {
      this.groups = groups;
    }

    @Setup
    public void setup() {
      reader = new WKTReader();
    }

    @ProcessElement
    public void collect(ProcessContext context) {
      Map<String, String> groupOf = context.sideInput(groups);
      if (groupOf.isEmpty()) {
        return;
      }
      try (RowCursor rows = context.element().open()) {
        while (rows.next()) {
          StoredSite site = new StoredSite(rows.values());
          String group = groupOf.get(site.recordId());
          if (group != null) {
            Geometry geometry = site.geometry(java.util.Objects.requireNonNull(reader));
            context.output(KV.of(group, new Candidate(site.sketch(geometry), site.wkt())));
          }
        }
      }
    }
  }
}
