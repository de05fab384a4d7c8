package org.icemelt.transforms.duplicates;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/**
 * Decides, group by group of {@link GroupCandidates}, which records are duplicates of which.
 *
 * <p>In: each candidate under its group's name, each once. Out: a {@link Verdict} for every record
 * that is not primary. Metric: {@code duplicates}.
 */
public final class JudgeDuplicates
    extends PTransform<PCollection<KV<String, Candidate>>, PCollection<Verdict>> {
  private final int shards;

  /**
   * @param shards how many workers may judge at once
   */
  public JudgeDuplicates(int shards) {
    this.shards = shards;
  }

  @Override
  public PCollection<Verdict> expand(PCollection<KV<String, Candidate>> candidates) {
    return candidates
        .apply("ShardGroups", ParDo.of(new ShardGroup(shards)))
        .setCoder(KvCoder.of(VarIntCoder.of(), KvCoder.of(StringUtf8Coder.of(), Candidate.coder())))
        .apply("GatherGroup", GroupByKey.create())
        .apply("JudgeGroup", ParDo.of(new JudgeGroup()))
        .setCoder(Verdict.coder());
  }

  private static final class ShardGroup
      extends DoFn<KV<String, Candidate>, KV<Integer, KV<String, Candidate>>> {
    private final int shards;

    ShardGroup(int shards) {
      this.shards = shards;
    }

    @ProcessElement
    public void shard(
        @Element KV<String, Candidate> candidate,
        OutputReceiver<KV<Integer, KV<String, Candidate>>> out) {
      out.output(KV.of(Shards.of(candidate.getKey(), shards), candidate));
    }
  }

  private static final class JudgeGroup
      extends DoFn<KV<Integer, Iterable<KV<String, Candidate>>>, Verdict> {
    private final Counter duplicates = Metrics.counter(JudgeDuplicates.class, "duplicates");

    @ProcessElement
    public void judge(
        @Element KV<Integer, Iterable<KV<String, Candidate>>> shard, OutputReceiver<Verdict> out) {
      Shards.groups(shard.getValue()).values().forEach(group -> judge(group, out));
    }

    private void judge(List<Candidate> group, OutputReceiver<Verdict> out) {
      WKTReader reader = new WKTReader();
      Map<String, Member> byId = new TreeMap<>();
      for (Candidate candidate : group) {
        byId.putIfAbsent(candidate.sketch().recordId(), member(reader, candidate));
      }
      List<Member> members = List.copyOf(byId.values());
      for (Verdict verdict : Installations.verdicts(LinkFinder.links(members))) {
        duplicates.inc();
        out.output(verdict);
      }
    }

    private static Member member(WKTReader reader, Candidate candidate) {
      try {
        return new Member(candidate.sketch(), reader.read(candidate.wkt()));
      } catch (ParseException e) {
        throw new IllegalArgumentException(
            "Invalid geometry of record %s: %s"
                .formatted(candidate.sketch().recordId(), e.getMessage()),
            e);
      }
    }
  }
}
