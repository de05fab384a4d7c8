package org.icemelt.transforms.duplicates;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * Finds which sites may be duplicates of which, by equal external id and by boxes that touch, and
 * puts all that are so connected into one group.
 *
 * <p>Out: record id → name of its group, for the sites that have a possible duplicate and no
 * others. Cost is near linear: a site is compared with the sites of its own grid cells ({@link
 * SpatialGrid}). Global window, bounded.
 */
public final class GroupCandidates
    extends PTransform<PCollection<Sketch>, PCollection<KV<String, String>>> {
  private static final KvCoder<Integer, KV<String, Sketch>> SHARDED =
      KvCoder.of(VarIntCoder.of(), KvCoder.of(StringUtf8Coder.of(), Sketch.coder()));
  private static final KvCoder<String, String> PAIRS =
      KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of());
  private static final KvCoder<String, KV<String, String>> ONE_KEY =
      KvCoder.of(StringUtf8Coder.of(), PAIRS);

  private final int shards;

  /**
   * @param shards how many workers may look for pairs at once
   */
  public GroupCandidates(int shards) {
    this.shards = shards;
  }

  @Override
  public PCollection<KV<String, String>> expand(PCollection<Sketch> sites) {
    PCollectionView<Iterable<Long>> homes =
        sites
            .apply("CoarseHomes", ParDo.of(new CoarseHomes()))
            .setCoder(VarLongCoder.of())
            .apply("ShareCoarseHomes", View.asIterable());
    return sites
        .apply("MeetingPlaces", ParDo.of(new MeetingPlaces(homes, shards)).withSideInputs(homes))
        .setCoder(SHARDED)
        .apply("Meet", GroupByKey.create())
        .apply("FindPairs", ParDo.of(new FindPairs()))
        .setCoder(PAIRS)
        .apply("OneKey", WithKeys.of(""))
        .setCoder(ONE_KEY)
        .apply("AllPairs", GroupByKey.create())
        .apply("Connect", ParDo.of(new Connect()))
        .setCoder(PAIRS);
  }

  /** The cells of the coarser grids that are home to some site. */
  private static final class CoarseHomes extends DoFn<Sketch, Long> {
    private transient Set<Long> cells = new HashSet<>();

    @StartBundle
    public void startBundle() {
      cells = new HashSet<>();
    }

    @ProcessElement
    public void note(@Element Sketch site) {
      int home = SpatialGrid.homeLevel(site);
      if (home > 0) {
        cells.addAll(SpatialGrid.cells(site, home));
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      cells.forEach(
          cell -> context.output(cell, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE));
    }
  }

  private static final class MeetingPlaces extends DoFn<Sketch, KV<Integer, KV<String, Sketch>>> {
    private final PCollectionView<Iterable<Long>> homes;
    private final int shards;
    private transient @Nullable Set<Long> coarse;

    MeetingPlaces(PCollectionView<Iterable<Long>> homes, int shards) {
      this.homes = homes;
      this.shards = shards;
    }

    @StartBundle
    public void startBundle() {
      coarse = null;
    }

    @ProcessElement
    public void send(ProcessContext context) {
      Sketch site = context.element();
      Set<Long> occupied = coarse;
      if (occupied == null) {
        occupied = new HashSet<>();
        context.sideInput(homes).forEach(occupied::add);
        coarse = occupied;
      }
      int home = SpatialGrid.homeLevel(site);
      for (int level = home; level < SpatialGrid.LEVELS; level++) {
        for (long cell : SpatialGrid.cells(site, level)) {
          if (level == home || occupied.contains(cell)) {
            send(FindPairs.CELL + cell, site, context);
          }
        }
      }
      if (site.externalId() != null) {
        send(FindPairs.ID + site.externalId(), site, context);
      }
    }

    private void send(String place, Sketch site, ProcessContext context) {
      context.output(KV.of(Shards.of(place, shards), KV.of(place, site)));
    }
  }

  private static final class FindPairs
      extends DoFn<KV<Integer, Iterable<KV<String, Sketch>>>, KV<String, String>> {
    static final String CELL = "cell ";
    static final String ID = "id ";

    @ProcessElement
    public void find(
        @Element KV<Integer, Iterable<KV<String, Sketch>>> shard,
        OutputReceiver<KV<String, String>> out) {
      Shards.groups(shard.getValue()).forEach((place, met) -> find(place, met, out));
    }

    private static void find(
        String place, List<Sketch> met, OutputReceiver<KV<String, String>> out) {
      if (place.startsWith(CELL)) {
        long cell = Long.parseLong(place.substring(CELL.length()));
        Meeting.inCell(cell, met, (a, b) -> out.output(pair(a, b)));
      } else {
        Meeting.withOneId(met, (a, b) -> out.output(pair(a, b)));
      }
    }

    private static KV<String, String> pair(Sketch a, Sketch b) {
      return KV.of(a.recordId(), b.recordId());
    }
  }

  private static final class Connect
      extends DoFn<KV<String, Iterable<KV<String, String>>>, KV<String, String>> {
    @ProcessElement
    public void connect(
        @Element KV<String, Iterable<KV<String, String>>> pairs,
        OutputReceiver<KV<String, String>> out) {
      Components components = new Components();
      pairs.getValue().forEach(pair -> components.link(pair.getKey(), pair.getValue()));
      components.firstOfEach().forEach((record, group) -> out.output(KV.of(record, group)));
    }
  }
}
