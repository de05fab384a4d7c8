package org.icemelt.transforms.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TotalsTest {
  @Test
  void aSumIsTheSameInAnyOrderAndHoweverItIsSplit() {
    List<Double> values = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      values.add((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(30) - 10));
    }
    Double expected = sum(values).value();
    for (int round = 0; round < 10; round++) {
      Collections.shuffle(values, random);
      ExactSum whole = sum(values.subList(0, 300));
      whole.add(sum(values.subList(300, 1_000)));
      assertThat(whole.value()).isEqualTo(expected);
    }
  }

  @Test
  void onlyInstallationsAreSummedButAllAreCounted() {
    Totals totals = new Totals();
    totals.add(site("a", true, true, 100.0, 2.0, "ac"));
    totals.add(site("b", false, false, 900.0, 5.0, "ac"));
    totals.add(site("b", true, true, null, 3.0, "dc"));
    assertThat(totals.records()).isEqualTo(3);
    assertThat(totals.installations()).isEqualTo(2);
    assertThat(totals.duplicates()).isEqualTo(1);
    assertThat(totals.datasets()).isEqualTo(2);
    assertThat(totals.areaM2()).isEqualTo(100.0);
    assertThat(totals.meanAreaM2()).isEqualTo(100.0);
    assertThat(totals.capacities()).isEqualTo(new Totals.Capacities(2.0, 3.0, null));
  }

  @Test
  void capacitiesOfDifferentBasisAreNeverAddedUp() {
    Totals totals = new Totals();
    totals.addWhole(site("a", true, true, null, 1.0, "ac"));
    totals.addWhole(site("a", true, true, null, 2.0, "dc"));
    totals.addWhole(site("a", true, true, null, 4.0, "unknown"));
    assertThat(totals.capacities()).isEqualTo(new Totals.Capacities(1.0, 2.0, 4.0));
    assertThat(totals.areaM2()).isNull();
    assertThat(totals.minAreaM2()).isNull();
  }

  @Test
  void bucketsAreNamedAsRoundingToOneDigitDoes() {
    assertThat(Group.Bucket.of(-0.25, 0.25)).isEqualTo(new Group.Bucket(-3, 3));
    assertThat(Group.Bucket.of(-0.04, 51.449).lon()).isEqualTo(0.0);
    assertThat(Group.Bucket.of(-0.04, 51.449).lat()).isEqualTo(51.4);
  }

  /** Bytes are compared, since sums have no equality; a sum is rounded only when it is read. */
  @Test
  void sumsTravelAsTheyAre() throws Exception {
    Totals all = new Totals();
    all.add(site("a", true, true, 0.1, 2.0, "ac"));
    all.add(site("b", true, false, 1e17, 1.0 / 3, "other"));
    Map<Group, Totals> sums = new LinkedHashMap<>();
    sums.put(new Group.Country(null, null), all);
    sums.put(new Group.Country("ES", "Spain"), new Totals());
    sums.put(new Group.Cell(null, -1L), all);
    sums.put(new Group.Dataset("a"), all);
    sums.put(new Group.Bucket(-1_800, 900), all);
    byte[] bytes = CoderUtils.encodeToByteArray(SumsCoder.of(), sums);
    Map<Group, Totals> decoded = CoderUtils.decodeFromByteArray(SumsCoder.of(), bytes);
    assertThat(decoded).containsOnlyKeys(sums.keySet());
    for (Map.Entry<Group, Totals> sum : sums.entrySet()) {
      Totals other = decoded.get(sum.getKey());
      assertThat(CoderUtils.encodeToByteArray(SumsCoder.of(), Map.of(sum.getKey(), other)))
          .isEqualTo(
              CoderUtils.encodeToByteArray(SumsCoder.of(), Map.of(sum.getKey(), sum.getValue())));
    }
    Totals travelled = decoded.get(new Group.Dataset("a"));
    travelled.add(site("c", true, true, -1e17, null, null));
    assertThat(travelled.areaM2()).isEqualTo(0.1);
    assertThat(travelled.datasets()).isEqualTo(3);
    assertThat(travelled.capacities()).isEqualTo(new Totals.Capacities(2.0, null, 1.0 / 3));
    assertThat(travelled.lastProcessed()).isEqualTo(LocalDateTime.of(2026, 1, 1, 0, 0));
  }

  private static ExactSum sum(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }

  private static Facts site(
      String dataset,
      boolean counts,
      boolean primary,
      @Nullable Double area,
      @Nullable Double capacity,
      @Nullable String basis) {
    return new Facts(
        dataset,
        counts,
        primary,
        area,
        capacity,
        basis,
        0,
        0,
        1,
        1,
        null,
        LocalDateTime.of(2026, 1, 1, 0, 0));
  }
}
