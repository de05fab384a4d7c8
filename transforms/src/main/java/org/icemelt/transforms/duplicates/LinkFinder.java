package org.icemelt.transforms.duplicates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.index.strtree.STRtree;

/** All links among some sites: by equal external id, else by overlap. */
final class LinkFinder {
  private LinkFinder() {}

  static List<Link> links(List<Member> members) {
    STRtree tree = new STRtree();
    for (int i = 0; i < members.size(); i++) {
      tree.insert(members.get(i).geometry().getEnvelopeInternal(), i);
    }
    List<Link> links = new ArrayList<>(idLinks(members));
    for (int i = 0; i < members.size(); i++) {
      Member a = members.get(i);
      for (Object found : tree.query(a.geometry().getEnvelopeInternal())) {
        int j = (Integer) found;
        if (j > i) {
          overlap(a, members.get(j)).ifPresent(links::add);
        }
      }
    }
    return links;
  }

  private static List<Link> idLinks(List<Member> members) {
    List<Sketch> withId =
        members.stream()
            .map(Member::sketch)
            .filter(site -> site.externalId() != null)
            .sorted(
                java.util.Comparator.comparing((Sketch site) -> String.valueOf(site.externalId()))
                    .thenComparing(site -> site))
            .toList();
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < withId.size(); i++) {
      Sketch first = withId.get(i);
      for (int j = i + 1;
          j < withId.size() && withId.get(j).externalId().equals(first.externalId());
          j++) {
        if (!withId.get(j).dataset().equals(first.dataset())) {
          links.add(new Link(first, withId.get(j), Reason.ID, null));
        }
      }
    }
    return links;
  }

  /** Different datasets only; never against two ids of one scheme. */
  static Optional<Link> overlap(Member a, Member b) {
    Sketch one = a.sketch();
    Sketch other = b.sketch();
    if (one.dataset().equals(other.dataset())
        || one.contradicts(other)
        || (one.externalId() != null && one.externalId().equals(other.externalId()))) {
      return Optional.empty();
    }
    return Overlap.of(a.geometry(), b.geometry())
        .map(overlap -> new Link(one, other, overlap.reason(), overlap.ratio()));
  }
}
