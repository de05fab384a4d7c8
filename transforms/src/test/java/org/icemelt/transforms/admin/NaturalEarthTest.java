package org.icemelt.transforms.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NaturalEarthTest {
  private static final List<Boundary> ALL = NaturalEarth.boundaries();
  private static final Map<String, Boundary> BY_ID =
      ALL.stream().collect(Collectors.toMap(Boundary::id, boundary -> boundary));

  @Test
  void has241CountriesAnd100StatesEachWithItsOwnId() {
    assertThat(ALL.stream().filter(boundary -> boundary.level() == 0)).hasSize(241);
    assertThat(ALL.stream().filter(boundary -> boundary.level() == 1)).hasSize(100);
    assertThat(BY_ID).hasSize(341);
  }

  @Test
  void givesFranceAndNorwayTheCodesThatTheMapWithholds() {
    assertThat(BY_ID.get("FRA").isoA2()).isEqualTo("FR");
    assertThat(BY_ID.get("NOR").isoA2()).isEqualTo("NO");
    assertThat(BY_ID.get("NOR").isoA3()).isEqualTo("NOR");
    assertThat(BY_ID.get("KOS").isoA2()).isEqualTo("XK");
  }

  @Test
  void hasNoCodeWhereThereIsNone() {
    assertThat(
            ALL.stream()
                .filter(boundary -> boundary.level() == 0 && boundary.isoA2() == null)
                .map(Boundary::id))
        .containsExactlyInAnyOrder("ATC", "CYN", "IOA", "KAS", "SOL");
  }

  @Test
  void eachStateBelongsToACountry() {
    assertThat(ALL.stream().filter(boundary -> boundary.level() == 1))
        .allSatisfy(
            state -> assertThat(BY_ID.get(state.parentId()).isoA2()).isEqualTo(state.isoA2()));
  }
}
