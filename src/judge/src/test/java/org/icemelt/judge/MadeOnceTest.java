package org.icemelt.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeOnceTest {
  @TempDir Path parent;

  @Test
  void oneOfManyFillsAndAllSeeTheWholeFolder() throws Exception {
    Path folder = parent.resolve("cache");
    AtomicInteger fillings = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> seen = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        seen.add(
            threads.submit(
                () -> {
                  Path made =
                      MadeOnce.folder(
                          folder,
                          draft -> {
                            fillings.incrementAndGet();
                            Files.writeString(draft.resolve("first"), "1");
                            Files.writeString(draft.resolve("second"), "2");
                          });
                  return Files.readString(made.resolve("first"))
                      + Files.readString(made.resolve("second"));
                }));
      }
      for (Future<String> one : seen) {
        assertThat(one.get()).isEqualTo("12");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fillings).hasValue(1);
  }

  @Test
  void aFailedFillingLeavesNothingAndTheNextOneTriesAgain() throws Exception {
    Path folder = parent.resolve("cache");
    assertThatThrownBy(
            () ->
                MadeOnce.folder(
                    folder,
                    draft -> {
                      Files.writeString(draft.resolve("half"), "1");
                      throw new IOException("no network");
                    }))
        .hasMessage("no network");
    assertThat(folder).doesNotExist();
    assertThat(parent).isDirectoryNotContaining(p -> p.getFileName().toString().contains("draft"));
    MadeOnce.folder(folder, draft -> Files.writeString(draft.resolve("whole"), "1"));
    assertThat(folder.resolve("whole")).exists();
  }
}
