package org.icemelt.io.ducklake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Folders of lakes that stay after the tests, for the closing audit of the whole build. Those that
 * an earlier build left of the same test class go when its first one is made.
 */
final class KeptLakes implements TempDirFactory {
  private static final Set<String> BEGUN = ConcurrentHashMap.newKeySet();

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    String test = context.getRequiredTestClass().getSimpleName();
    Path folder = BEGUN.add(test) ? folder(test) : all().resolve(test.toLowerCase(Locale.ROOT));
    String method = context.getTestMethod().map(found -> found.getName()).orElse("all");
    return Files.createTempDirectory(folder, method + "-");
  }

  /** Leaves a lake out of the closing audit: a test spoilt it, or audited it in another way. */
  static void leaveOut(Path folder, String why) throws IOException {
    Files.writeString(folder.resolve("NOT-AUDITED"), why + "\n");
  }

  /** An empty folder of that name under {@code target/lakes}. */
  static Path folder(String name) throws IOException {
    Path folder = all().resolve(name.toLowerCase(Locale.ROOT));
    if (Files.exists(folder)) {
      List<Path> old;
      try (Stream<Path> all = Files.walk(folder)) {
        old = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : old) {
        Files.delete(path);
      }
    }
    return Files.createDirectories(folder);
  }

  private static Path all() {
    return Path.of(System.getProperty("icemelt.root"), "target", "lakes");
  }
}
