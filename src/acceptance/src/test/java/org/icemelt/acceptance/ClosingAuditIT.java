package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.icemelt.judge.LakeAudit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The last step of the tests: every lake that any module left under {@code target/lakes} is sound.
 * Faults of DuckDB's own bounds are allowed only where the lake beside it in {@code control/},
 * which DuckDB alone wrote with the same statements, shows them too.
 */
@Order(Integer.MAX_VALUE)
class ClosingAuditIT {
  private static final Map<String, String> CATALOGS =
      Map.of("catalog.sqlite", "sqlite:", "catalog.ducklake", "duckdb:");

  @Test
  void everyLakeThatTestsLeftIsSound() throws Exception {
    Path lakes = Path.of(System.getProperty("icemelt.root"), "target", "lakes");
    List<Path> catalogs = catalogs(lakes);
    List<String> faults = new ArrayList<>();
    for (Path catalog : catalogs) {
      Path folder = catalog.getParent();
      String kind = CATALOGS.get(catalog.getFileName().toString());
      LakeAudit.faultsBeyond(
              kind + catalog, folder, "duckdb:" + folder.resolve("control/control.ducklake"))
          .forEach(fault -> faults.add(lakes.relativize(catalog) + ": " + fault));
    }
    System.out.printf("Closing audit: %d lakes, %d faults%n", catalogs.size(), faults.size());
    assertThat(catalogs).as("lakes under %s", lakes).isNotEmpty();
    assertThat(faults).isEmpty();
  }

  private static List<Path> catalogs(Path lakes) throws IOException {
    if (!Files.exists(lakes)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(lakes, 3)) {
      return all.filter(path -> CATALOGS.containsKey(path.getFileName().toString()))
          .sorted()
          .toList();
    }
  }
}
