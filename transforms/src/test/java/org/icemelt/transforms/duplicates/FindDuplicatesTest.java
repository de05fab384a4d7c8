package org.icemelt.transforms.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;

/** The grid against brute force, and the two transforms from sites to verdicts. */
class FindDuplicatesTest {
  @Test
  void thePairsThatMeetInTheGridAreThoseOfBruteForceEachOnce() {
    Random random = new Random(20240229);
    List<Sketch> sites = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double lon = random.nextInt(4) == 0 ? 179.9 : random.nextDouble() * 2 - 1;
      double lat = random.nextDouble() * 2 - 1;
      double size = Math.pow(10, random.nextDouble() * 6 - 4); // 0.0001° to 100°
      boolean point = random.nextBoolean();
      Envelope box =
          new Envelope(lon, point ? lon : lon + size, lat, point ? lat : Math.min(90, lat + size));
      sites.add(Sketch.of("r" + i, "d" + i % 3, null, 0, box));
    }
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < sites.size(); i++) {
      for (int j = i + 1; j < sites.size(); j++) {
        Sketch a = sites.get(i);
        Sketch b = sites.get(j);
        if (!a.dataset().equals(b.dataset()) && a.touches(b)) {
          expected.add(pair(a, b));
        }
      }
    }
    List<String> found = new ArrayList<>();
    Map<Long, List<Sketch>> cells = new HashMap<>();
    for (Sketch site : sites) {
      for (int level = SpatialGrid.homeLevel(site); level < SpatialGrid.LEVELS; level++) {
        for (long cell : SpatialGrid.cells(site, level)) {
          cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(site);
        }
      }
    }
    cells.forEach((cell, met) -> Meeting.inCell(cell, met, (a, b) -> found.add(pair(a, b))));
    assertThat(expected.size()).isGreaterThan(5_000);
    assertThat(found).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(found)).isEqualTo(expected);
  }

  @Test
  void aSiteAtHomeInAGridTouchesAtMostFourOfItsCells() {
    Random random = new Random(5);
    Set<Integer> levels = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      double size = Math.pow(10, random.nextDouble() * 5.5 - 3);
      double lon = random.nextDouble() * (360 - Math.min(size, 359)) - 180;
      Sketch site =
          Sketch.of("r", "d", null, 0, new Envelope(lon, lon + Math.min(size, 359), 0, 1e-3));
      int home = SpatialGrid.homeLevel(site);
      levels.add(home);
      assertThat(SpatialGrid.cells(site, home)).hasSizeBetween(1, 4);
    }
    assertThat(levels).hasSize(SpatialGrid.LEVELS);
  }

  @Test
  void candidatesAreGroupedByIdAndByBoxAcrossDatasetsOnly() {
    Pipeline pipeline = Pipeline.create();
    var groups =
        pipeline
            .apply(
                Create.of(
                        site("a:1", "a", "eia:1", 0, 0, 1),
                        site("b:1", "b", "eia:1", 50, 0, 0), // the same id, far away
                        site("c:1", "c", null, 50, 0, 0), // touches b:1
                        site("a:2", "a", "eia:2", 50, 0, 0), // touches c:1; not merged with b:1
                        site("a:3", "a", null, 70, 0, 0),
                        site("a:4", "a", null, 70, 0, 0), // of the same dataset
                        site("d:1", "d", null, 0.5, 0, 30)) // large; touches a:1
                    .withCoder(Sketch.coder()))
            .apply(new GroupCandidates(3));
    PAssert.that(groups)
        .satisfies(
            isExactly(
                List.of(
                    KV.of("a:1", "a:1"),
                    KV.of("b:1", "a:1"),
                    KV.of("c:1", "a:1"),
                    KV.of("a:2", "a:1"),
                    KV.of("d:1", "a:1"))));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aGroupIsJudgedByGeometryNotByBox() {
    Pipeline pipeline = Pipeline.create();
    String triangle = "POLYGON ((0 0, 4 0, 0 4, 0 0))";
    var verdicts =
        pipeline
            .apply(
                Create.of(
                        List.of(
                            KV.of("g", new Candidate(site("a:1", "a", null, 0, 0, 4), triangle)),
                            KV.of(
                                "g", new Candidate(site("b:1", "b", null, 1, 1, 0), "POINT (1 1)")),
                            KV.of(
                                "g",
                                new Candidate(site("b:2", "b", null, 3, 3, 0), "POINT (3 3)"))))
                    .withCoder(KvCoder.of(StringUtf8Coder.of(), Candidate.coder())))
            .apply(new JudgeDuplicates(3));
    PAssert.that(verdicts)
        .satisfies(
            isExactly(List.of(new Verdict("b:1", "b", "a:1", Reason.POINT_IN_POLYGON, null))));
    pipeline.run().waitUntilFinish();
  }

  private static <T> SerializableFunction<Iterable<T>, Void> isExactly(List<T> expected) {
    return found -> {
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
      return null;
    };
  }

  private static Sketch site(
      String record, String dataset, String id, double lon, double lat, double size) {
    int rank = Rank.of(true, size == 0 ? 0 : 2, null, null, false, false);
    return new Sketch(record, dataset, id, rank, lon, lat, lon + size, lat + size);
  }

  private static String pair(Sketch a, Sketch b) {
    return a.recordId().compareTo(b.recordId()) < 0
        ? a.recordId() + " " + b.recordId()
        : b.recordId() + " " + a.recordId();
  }
}
