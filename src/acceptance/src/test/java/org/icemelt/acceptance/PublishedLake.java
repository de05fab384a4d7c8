package org.icemelt.acceptance;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;

/**
 * The reference system's 443,917 rows: six datasets of the {@code world} manifest at their
 * published counts, in their own formats, built once for all tests that only read them, with a
 * report. India's file is the real one, the others' rows are synthetic, made anew in each run and
 * kept nowhere. Which of the three counts of labels is which set is not stated where the counts are
 * published; their sum is.
 *
 * @param folder where the build took place
 * @param run the build
 */
record PublishedLake(RunFolder folder, Command run) {
  static final int PREDICTED = 68_661;
  static final int TRAINED = 36_882;
  static final int VALIDATED = 6_281;
  static final int TESTED = 7_263;
  static final int UK = 265_406;
  static final int FARMS = 35_272;
  static final int CALIFORNIA = 19_433;
  static final int INDIA = 1_363;
  static final int CHINA_TEST_2015 = 687;
  static final int CHINA_TEST_2020 = 817;
  static final int CHINA_TRAIN_2020 = 1_852;

  /** The report's file, in the folder. */
  static final String REPORT = "report.html";

  private static final PublishedLake SHARED = build();

  static PublishedLake shared() {
    return SHARED;
  }

  private static PublishedLake build() {
    RunFolder folder = RunFolder.empty("published-counts");
    SyntheticWorld world = world(folder);
    try (WorldServers servers = new WorldServers().serve(world)) {
      List<String> options =
          new ArrayList<>(List.of("build", "--manifest=world", "--report=" + REPORT));
      options.addAll(servers.options());
      options.add(
          "--datasets=global_pv_inventory_sent2_spot_2021,uk_crowdsourced_pv_2020,"
              + "global_harmonized_large_solar_farms_2020,usa_cali_usgs_pv_2016,"
              + "ind_pv_solar_farms_2022,chn_med_res_pv_2024");
      return new PublishedLake(folder, folder.build(options.toArray(String[]::new)));
    }
  }

  private static SyntheticWorld world(RunFolder folder) {
    try (Connection duckdb = Judge.connect()) {
      SyntheticWorld world = new SyntheticWorld(folder.path().resolve("synthetic-world"));
      world.globalInventory(PREDICTED, TRAINED, VALIDATED, TESTED);
      world.unitedKingdom(UK);
      world.california(CALIFORNIA);
      world.globalSolarFarms(duckdb, FARMS);
      world.china(duckdb, CHINA_TEST_2015, CHINA_TEST_2020, CHINA_TRAIN_2020);
      return world;
    } catch (Exception e) {
      throw new IllegalStateException("Failed to make the synthetic world", e);
    }
  }
}
