package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.icemelt.judge.LakeAudit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The last step of the tests: every lake that any module left in a file is sound: those under
 * {@code target/lakes} and those of the whole program's runs, but for the ones that a test spoilt
 * and marked ({@link RunFolder#NOT_AUDITED}). Faults of DuckDB's own bounds are allowed only where
 * the lake beside it in {@code control/}, which DuckDB alone wrote with the same statements, shows
 * them too. A lake whose every byte its own test had audited and found sound is counted as that.
 */
@Order(Integer.MAX_VALUE)
@Isolated("looks at what all others left")
class ClosingAuditIT {
  private record Lake(Path catalog, Path folder) {
    String name() {
      return (catalog.toString().endsWith(".ducklake") ? "duckdb:" : "sqlite:") + catalog;
    }

    LakeAudit.Result audit() {
      LakeAudit.Result found = LakeAudit.audit(name(), folder);
      String control = "duckdb:" + folder.resolve("control/control.ducklake");
      List<String> faults =
          LakeAudit.beyond(found.faults(), folder, control).stream()
              .map(fault -> catalog + ": " + fault)
              .toList();
      return new LakeAudit.Result(faults, found.before());
    }
  }

  @Test
  void everyLakeThatTestsLeftIsSound() throws Exception {
    List<Lake> lakes = new ArrayList<>();
    for (Path root :
        List.of(Path.of(System.getProperty("icemelt.root"), "target", "lakes"), RunFolder.ALL)) {
      List<Lake> here = lakes(root);
      assertThat(here).as("lakes under %s", root).isNotEmpty();
      lakes.addAll(here);
    }
    List<LakeAudit.Result> results = new ArrayList<>();
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Callable<LakeAudit.Result>> audits = new ArrayList<>();
      lakes.forEach(lake -> audits.add(lake::audit));
      for (Future<LakeAudit.Result> audit : two.invokeAll(audits)) {
        results.add(audit.get());
      }
    } finally {
      two.shutdownNow();
    }
    List<String> faults = results.stream().flatMap(result -> result.faults().stream()).toList();
    long before = results.stream().filter(LakeAudit.Result::before).count();
    System.out.printf(
        "Closing audit: %d lakes, of them %d audited by their tests and %d now, %d faults%n",
        lakes.size(), before, lakes.size() - before, faults.size());
    assertThat(faults).isEmpty();
  }

  private static List<Lake> lakes(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.find(root, 5, (path, attributes) -> isCatalog(path))) {
      return all.sorted()
          .map(catalog -> new Lake(catalog, folder(catalog)))
          .filter(lake -> !Files.exists(lake.folder.resolve(RunFolder.NOT_AUDITED)))
          .toList();
    }
  }

  private static boolean isCatalog(Path path) {
    String name = path.getFileName().toString();
    boolean named =
        name.equals("catalog.sqlite")
            || name.equals("ducklake_catalog.sqlite")
            || name.endsWith(".ducklake");
    return named && Files.isRegularFile(path) && !path.toString().contains("/control/");
  }

  /** From where relative paths of a lake count: where the program ran, or beside the catalog. */
  private static Path folder(Path catalog) {
    return catalog.startsWith(RunFolder.ALL)
        ? RunFolder.ALL.resolve(RunFolder.ALL.relativize(catalog).getName(0))
        : catalog.toAbsolutePath().getParent();
  }
}
