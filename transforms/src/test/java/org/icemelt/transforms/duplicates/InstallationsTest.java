package org.icemelt.transforms.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstallationsTest {
  @Test
  void theRecordThatComesFirstInTheOrderIsPrimary() {
    Sketch outline = site("b", "1", null, 0);
    Sketch point = site("a", "1", null, 5);
    assertThat(verdicts(new Link(point, outline, Reason.POINT_IN_POLYGON, null)))
        .containsExactly(new Verdict("a:1", "a", "b:1", Reason.POINT_IN_POLYGON, null));
  }

  @Test
  void allRecordsOfTheFirstOnesDatasetStayPrimary() {
    Sketch one = site("a", "1", null, 0);
    Sketch two = site("a", "2", null, 3);
    Sketch other = site("b", "1", null, 1);
    assertThat(
            verdicts(new Link(other, two, Reason.OVERLAP, 0.9), link(one, other, Reason.CONTAINED)))
        .containsExactly(new Verdict("b:1", "b", "a:1", Reason.CONTAINED, 1.0));
  }

  @Test
  void aGroupIsTransitiveAndItsDuplicatesAllNameAPrimaryRecord() {
    Sketch primary = site("a", "1", null, 0);
    Sketch between = site("b", "1", null, 1);
    Sketch end = site("c", "1", null, 2);
    assertThat(
            verdicts(
                link(between, end, Reason.POINT_IN_POLYGON),
                link(primary, between, Reason.OVERLAP)))
        .containsExactlyInAnyOrder(
            new Verdict("b:1", "b", "a:1", Reason.OVERLAP, 1.0),
            new Verdict("c:1", "c", "a:1", Reason.POINT_IN_POLYGON, 1.0));
  }

  @Test
  void twoIdsOfOneSchemeAreNeverInOneGroupNotEvenByAThird() {
    Sketch first = site("a", "1", "eia:1", 2);
    Sketch second = site("a", "2", "eia:2", 2);
    Sketch both = site("b", "1", null, 0);
    assertThat(
            verdicts(
                link(both, second, Reason.POINT_IN_POLYGON), link(both, first, Reason.CONTAINED)))
        .containsExactly(new Verdict("a:1", "a", "b:1", Reason.CONTAINED, 1.0));
  }

  @Test
  void idsOfDifferentSchemesMayMeet() {
    Sketch us = site("a", "1", "eia:1", 0);
    Sketch uk = site("b", "1", "repd:7", 1);
    assertThat(verdicts(link(us, uk, Reason.OVERLAP))).hasSize(1);
  }

  @Test
  void anEqualIdIsStrongerThanAnyOverlap() {
    Sketch plant = site("p", "1", "eia:1", 2);
    Sketch own = site("a", "1", "eia:1", 0);
    Sketch stranger = site("c", "1", "eia:2", 0);
    Sketch bridge = site("b", "1", null, 1);
    assertThat(
            verdicts(
                link(stranger, bridge, Reason.CONTAINED),
                link(bridge, plant, Reason.POINT_IN_POLYGON),
                new Link(plant, own, Reason.ID, null)))
        .containsExactlyInAnyOrder(
            new Verdict("p:1", "p", "a:1", Reason.ID, null),
            new Verdict("b:1", "b", "c:1", Reason.CONTAINED, 1.0));
  }

  @Test
  void theOrderOfTheLinksDoesNotMatter() {
    List<Link> links = new ArrayList<>();
    Random random = new Random(7);
    List<Sketch> sites = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sites.add(
          site("d" + i % 5, "" + i, i % 4 == 0 ? "eia:" + random.nextInt(8) : null, i * 7 % 11));
    }
    for (int i = 0; i < 80; i++) {
      Sketch a = sites.get(random.nextInt(60));
      Sketch b = sites.get(random.nextInt(60));
      if (!a.dataset().equals(b.dataset()) && !a.contradicts(b)) {
        links.add(new Link(a, b, Reason.OVERLAP, 0.5 + random.nextInt(5) / 10.0));
      }
    }
    List<Verdict> expected = sorted(Installations.verdicts(links));
    assertThat(expected).hasSizeGreaterThan(20);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(links, random);
      assertThat(sorted(Installations.verdicts(links))).isEqualTo(expected);
    }
    List<String> duplicates = expected.stream().map(Verdict::recordId).toList();
    assertThat(expected)
        .allSatisfy(verdict -> assertThat(duplicates).doesNotContain(verdict.duplicateOf()));
  }

  @Test
  void whatDoesNotCountNeverTakesThePlaceOfWhatDoes() {
    int plannedOutline = Rank.of(false, 2, "ac", "day", true, true);
    int operatingPoint = Rank.of(true, 0, null, null, false, false);
    assertThat(operatingPoint).isLessThan(plannedOutline);
  }

  @Test
  void eachQuestionOfTheOrderOutweighsTheLaterOnes() {
    assertThat(
            List.of(
                Rank.of(true, 2, null, null, false, false),
                Rank.of(true, 1, "ac", "day", true, true),
                Rank.of(true, 0, "dc", null, false, false),
                Rank.of(true, 0, "unknown", "day", true, true),
                Rank.of(true, 0, null, "day", false, false),
                Rank.of(true, 0, null, "month", true, true),
                Rank.of(true, 0, null, "year", false, false),
                Rank.of(true, 0, null, null, true, false),
                Rank.of(true, 0, null, null, false, true),
                Rank.of(true, 0, null, null, false, false)))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static Link link(Sketch a, Sketch b, Reason reason) {
    return new Link(a, b, reason, 1.0);
  }

  private static List<Verdict> verdicts(Link... links) {
    return Installations.verdicts(List.of(links));
  }

  private static List<Verdict> sorted(List<Verdict> verdicts) {
    return verdicts.stream().sorted(Comparator.comparing(Verdict::recordId)).toList();
  }

  private static Sketch site(String dataset, String row, @Nullable String id, int rank) {
    return new Sketch(dataset + ":" + row, dataset, id, rank, 0, 0, 1, 1);
  }
}
