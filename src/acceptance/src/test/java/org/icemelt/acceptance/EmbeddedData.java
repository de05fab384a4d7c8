package org.icemelt.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.icemelt.judge.ProjectRoot;

/** The publishers' files, as the program carries them and as tests alone use them. */
final class EmbeddedData {
  private EmbeddedData() {}

  /** Folder of a dataset of the default build. */
  static Path of(String dataset) {
    return ProjectRoot.path()
        .resolve("pipelines/src/main/resources/org/icemelt/pipelines/data")
        .resolve(dataset);
  }

  /** Folder of a dataset that only tests use. */
  static Path ofTests(String dataset) {
    return ProjectRoot.path().resolve("src/acceptance/data").resolve(dataset);
  }

  /** Copies the files of a dataset's folder, which has no sub-folders, into another folder. */
  static void copy(Path from, Path into) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(into);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
