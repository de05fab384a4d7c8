package org.icemelt.pipelines.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFoldersTest {
  @TempDir Path folder;
  private SharedFolders folders;

  @BeforeEach
  void mark() throws Exception {
    folders = SharedFolders.mark(List.of(folder.resolve("runs"), folder.resolve("data")), "r1");
  }

  @Test
  void aWorkerThatSeesAllMarksMayWork() {
    assertThatCode(() -> folders.require("here")).doesNotThrowAnyException();
  }

  @Test
  void aWorkerThatSeesAnotherFolderIsTurnedAway() throws Exception {
    Files.writeString(folder.resolve("data/.icemelt-r1.mark"), "word of another run");
    assertThatThrownBy(() -> folders.require("there"))
        .isInstanceOf(FolderNotSharedException.class)
        .hasMessageStartingWith("Cannot work on there: the folder " + folder.resolve("data") + " ")
        .hasMessageEndingWith("Nothing was written.");
  }

  @Test
  void aWorkerThatSeesNoFolderIsTurnedAway() throws Exception {
    folders.unmark();
    assertThatThrownBy(() -> folders.require("there"))
        .isInstanceOf(FolderNotSharedException.class)
        .hasMessageContaining(folder.resolve("runs").toString());
  }

  @Test
  void leavesNothingBehind() throws Exception {
    folders.unmark();
    assertThat(folder.resolve("runs")).isEmptyDirectory();
    assertThat(folder.resolve("data")).isEmptyDirectory();
  }
}
