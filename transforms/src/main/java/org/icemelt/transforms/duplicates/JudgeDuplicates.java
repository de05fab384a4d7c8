package org.icemelt.transforms.duplicates;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
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
  @Override
  public PCollection<Verdict> expand(PCollection<KV<String, Candidate>> candidates) {
    return candidates
        .apply("GatherGroup", GroupByKey.create())
        .apply("JudgeGroup", ParDo.of(new JudgeGroup()))
        .setCoder(SerializableCoder.of(Verdict.class));
  }

  private static final class JudgeGroup extends DoFn<KV<String, Iterable<Candidate>>, Verdict> {
    private final Counter duplicates = Metrics.counter(JudgeDuplicates.class, "duplicates");

    @ProcessElement
    public void judge(@Element KV<String, Iterable<Candidate>> group, OutputReceiver<Verdict> out) {
      WKTReader reader = new WKTReader();
      List<Member> members = new ArrayList<>();
      for (Candidate candidate : group.getValue()) {
        members.add(member(reader, candidate));
      }
      members.sort((a, b) -> a.sketch().recordId().compareTo(b.sketch().recordId()));
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
