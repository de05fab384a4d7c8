package org.icemelt.pipelines.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.SplitDone;
import org.icemelt.io.geofiles.SplitFailed;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.io.repositories.HttpPolicy;
import org.icemelt.pipelines.build.DatasetPlan.PlannedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.manifest.Manifest;
import org.icemelt.pipelines.report.DatasetReport.Status;
import org.icemelt.transforms.harmonise.Profiles;
import org.icemelt.transforms.quality.Check;
import org.icemelt.transforms.quality.CheckResult;
import org.icemelt.transforms.quality.RowRanges;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict on one dataset of two splits: 10 features read, 8 stored, 2 rejected. */
class JudgeDatasetsTest {
  @TempDir static Path folder;

  private DatasetPlan plan;
  private List<Evidence> evidence;

  @BeforeEach
  void gatherSoundEvidence() throws Exception {
    plan = plan(false, null);
    evidence = new ArrayList<>(List.of(new Evidence.Planned(plan)));
    evidence.add(done(0, 6));
    evidence.add(done(1, 4));
    evidence.add(new Evidence.Stored(new Evidence.RowCounts("d", "f.geojson", 8, 1, 8, 5e6, 9)));
    evidence.add(new Evidence.Rejected(new Evidence.RejectCounts("d", "f.geojson", 2)));
    evidence.add(staged(plan.raw().table(), 8));
    evidence.add(staged(StandardTables.STAGING, 5));
    evidence.add(staged(StandardTables.STAGING, 3));
    evidence.add(staged(StandardTables.INGEST_REJECTS, 2));
  }

  @Test
  void storesADatasetThatAddsUp() {
    DatasetVerdict verdict = judge();
    assertThat(verdict.report().status()).isEqualTo(Status.STORED);
    assertThat(verdict.report().read()).isEqualTo(10);
    assertThat(verdict.report().stored()).isEqualTo(8);
    assertThat(verdict.report().rejected()).isEqualTo(2);
    assertThat(verdict.report().areaKm2()).isEqualTo(5.0);
    assertThat(verdict.changes()).filteredOn(TableChange.Append.class::isInstance).hasSize(4);
    assertThat(verdict.changes())
        .contains(
            new TableChange.Fingerprint("d", "print"),
            new TableChange.ReplaceTable("d", plan.raw().table()),
            new TableChange.ReplacePartition("d", StandardTables.STAGING, "d"));
  }

  @Test
  void leavesOutADatasetWithAMissingSplit() {
    evidence.remove(2);
    assertLeftOut("1 of 2 splits were read");
  }

  @Test
  void leavesOutADatasetWithALostStagingFile() {
    evidence.remove(7);
    assertLeftOut("10 read, 8 stored (8 raw and 5 staging rows in files), 2 rejected (2 in files)");
  }

  @Test
  void leavesOutADatasetWithALostRawFile() {
    evidence.remove(5);
    assertLeftOut("0 raw and 8 staging rows");
  }

  @Test
  void leavesOutADatasetWithARejectThatIsNotInAFile() {
    evidence.remove(8);
    assertLeftOut("2 rejected (0 in files)");
  }

  @Test
  void leavesOutADatasetWithARowTooMany() {
    evidence.set(3, new Evidence.Stored(new Evidence.RowCounts("d", "f.geojson", 9, 1, 9, 5e6, 9)));
    assertLeftOut("10 read, 9 stored");
  }

  @Test
  void leavesOutADatasetWithAFailedSplitAndDiscardsItsFiles() {
    evidence.set(
        2,
        new Evidence.Failed(
            new SplitFailed("d", "f.geojson", GeoFileException.Code.FILE_CUT, "cut at byte 7", 3)));
    DatasetVerdict verdict = judge();
    assertThat(verdict.report().status()).isEqualTo(Status.FAILED);
    assertThat(verdict.report().failure()).isEqualTo("cut at byte 7");
    assertThat(verdict.changes()).isEmpty();
    assertThat(verdict.notes()).filteredOn(TableChange.Discard.class::isInstance).hasSize(4);
    assertThat(verdict.notes()).filteredOn(TableChange.AppendRows.class::isInstance).hasSize(1);
  }

  @Test
  void changesNothingForAnUnchangedDataset() throws Exception {
    evidence = List.of(new Evidence.Planned(plan(true, null)));
    DatasetVerdict verdict = judge();
    assertThat(verdict.report().status()).isEqualTo(Status.UNCHANGED);
    assertThat(verdict.changes()).isEmpty();
    assertThat(verdict.notes())
        .isNotEmpty()
        .allSatisfy(note -> assertThat(note).isInstanceOf(TableChange.CreateView.class));
  }

  @Test
  void refusesADatasetOfWhichARowCameTwice() {
    evidence.add(checked(List.of(), 0, 4));
    evidence.add(checked(List.of(), 4, 7));
    DatasetVerdict verdict = judge();
    assertThat(verdict.report().status()).isEqualTo(Status.REFUSED);
    assertThat(verdict.report().failure())
        .contains("check unique_record_id failed for 1 rows, e.g. d:f.geojson#4");
    assertThat(verdict.changes()).isEmpty();
    assertThat(verdict.notes()).filteredOn(TableChange.Discard.class::isInstance).hasSize(4);
    assertThat(qualityRows(verdict.notes()))
        .contains(
            Arrays.asList(
                "run",
                "d",
                "stg_pv_consolidated",
                "unique_record_id",
                "error",
                1L,
                "d:f.geojson#4",
                LocalDateTime.of(2026, 11, 21, 0, 0)));
  }

  @Test
  void commitsWarningsWithTheRows() {
    evidence.add(checked(List.of(CheckResult.failed(Check.AREA_RANGE, 2, "d:f.geojson#1")), 0, 7));
    DatasetVerdict verdict = judge();
    assertThat(verdict.report().status()).isEqualTo(Status.STORED);
    assertThat(verdict.report().warnings())
        .contains("check area_range failed for 2 rows, e.g. d:f.geojson#1");
    assertThat(qualityRows(verdict.changes()))
        .hasSize(DatasetChecks.OF_A_RUN.size())
        .anySatisfy(row -> assertThat(row).contains("area_range", "warning", 2L));
  }

  @Test
  void tellsWhyADatasetCouldNotBePlanned() throws Exception {
    evidence =
        List.of(new Evidence.Planned(plan(false, new DatasetFailure("FILE_EMPTY", "it is empty"))));
    assertThat(judge().report().failure()).isEqualTo("it is empty");
  }

  private void assertLeftOut(String why) {
    DatasetVerdict verdict = judge();
    assertThat(verdict.report().status()).isEqualTo(Status.FAILED);
    assertThat(verdict.report().failure()).contains("Cannot store dataset d").contains(why);
    assertThat(verdict.changes()).isEmpty();
    assertThat(verdict.report().read()).isZero();
  }

  private DatasetVerdict judge() {
    return new JudgeDatasets(settings()).verdict(DatasetCase.of("d", evidence));
  }

  private static BuildSettings settings() {
    LakeConfig lake =
        LakeConfig.of(CatalogAddress.parse("sqlite:" + folder.resolve("c.sqlite")), "data/");
    return new BuildSettings(
        "run",
        LocalDateTime.of(2026, 11, 21, 0, 0),
        lake,
        Set.of(BuildSettings.Layer.values()),
        new Downloads(
            new CachePolicy("/cache", true),
            FetchLimits.DEFAULT,
            Endpoints.PUBLIC,
            HttpPolicy.DEFAULT),
        "/runs",
        1,
        false,
        List.of(),
        "embedded",
        false,
        false,
        null,
        "message");
  }

  private static Evidence checked(List<CheckResult> failed, long from, long to) {
    return new Evidence.Checked(
        new Evidence.RowsChecked("d", "f.geojson", failed, List.of(new RowRanges.Range(from, to))));
  }

  private static List<List<Object>> qualityRows(List<TableChange> changes) {
    return changes.stream()
        .filter(TableChange.AppendRows.class::isInstance)
        .map(TableChange.AppendRows.class::cast)
        .filter(rows -> rows.table().equals(StandardTables.QUALITY_CHECKS))
        .flatMap(rows -> rows.rows().stream())
        .toList();
  }

  private static Evidence done(int index, long read) {
    return new Evidence.Done(new SplitDone("d", "f.geojson", index, 2, read, 0, 0));
  }

  private static Evidence staged(TableDef table, long rows) {
    return new Evidence.Staged(
        new StagedFile(
            table,
            "d",
            "/x/" + table.id().name() + rows,
            rows,
            1,
            1,
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  private static DatasetPlan plan(boolean unchanged, DatasetFailure failure) throws Exception {
    Path manifest = folder.resolve("manifest.json");
    Files.writeString(manifest, "{\"d\": {\"repo\": \"local\", \"path\": \"f.geojson\"}}");
    DatasetSpec spec = Manifest.read(manifest.toString()).datasets().get(0);
    FeatureSchema schema = new FeatureSchema(List.of());
    Layer layer =
        new Layer(
            new GeoFile("d", "f.geojson", "/f.geojson", null, null, null, false),
            Format.GEOJSON,
            "f.geojson",
            null,
            "EPSG:4326",
            schema,
            10,
            List.of(new Split(0, 1, 0, 6), new Split(1, 2, 6, 4)));
    FetchedFile file =
        new FetchedFile("f.geojson", "/f.geojson", "file:/f", "00", 2, null, null, Instant.EPOCH);
    return new DatasetPlan(
        spec,
        List.of(new PlannedFile(file, List.of(layer))),
        List.of(),
        schema,
        RawTable.of("d", schema, List.of()),
        Profiles.resolve("d", schema, Map.of(), null),
        "print",
        0,
        unchanged,
        failure,
        List.of());
  }
}
