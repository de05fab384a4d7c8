package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is said so that one knows what to do; the rest stays readable. */
class ReadRefusalTest {
  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path folder;

  private TestLake lake;
  private LakeScan scan;

  @BeforeEach
  void lakeOfTwoTables() throws Exception {
    lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, name VARCHAR, day DATE)",
        "INSERT INTO lake.t SELECT i, 'n' || i, DATE '2020-01-01' FROM range(100) r(i)",
        "CREATE TABLE lake.sound (id BIGINT)",
        "INSERT INTO lake.sound SELECT i FROM range(50) r(i)",
        "DELETE FROM lake.t WHERE id < 40");
    scan = LakeScan.of(lake.config, TableId.parse("t"));
  }

  @Test
  void anExpiredSnapshotNamesThoseThereAre() throws Exception {
    lake.duckdb("CALL ducklake_expire_snapshots('lake', versions => [2])");

    assertThatThrownBy(() -> scan.at(2).plan())
        .isInstanceOf(NotInLakeException.class)
        .hasMessageContaining("snapshot 2 of sqlite:")
        .hasMessageContaining("it was expired, or never was. Those there are: 0 to 5 (5 in all).");
    assertThatThrownBy(() -> scan.at(77).plan()).hasMessageContaining("snapshot 77");
    assertThatThrownBy(() -> scan.asOf(Instant.parse("2001-01-01T00:00:00Z")).plan())
        .isInstanceOf(NotInLakeException.class)
        .hasMessageContaining("as of 2001-01-01T00:00:00Z");
    assertThatThrownBy(() -> LakeChanges.between(lake.config, TableId.parse("t"), 1, 77).plan())
        .isInstanceOf(NotInLakeException.class)
        .hasMessageContaining("snapshot 77");
  }

  @Test
  void anUnknownTableOrColumnNamesThoseThereAre() {
    assertThatThrownBy(() -> LakeScan.of(lake.config, TableId.parse("nope")).plan())
        .isInstanceOf(NotInLakeException.class)
        .hasMessageContaining("Cannot read \"main\".\"nope\"")
        .hasMessageContaining("It has: \"main\".\"sound\", \"main\".\"t\".");
    assertThatThrownBy(() -> scan.select("id", "nope").plan())
        .isInstanceOf(NotInLakeException.class)
        .hasMessageContaining("column \"nope\" of \"main\".\"t\"")
        .hasMessageContaining("It has: id, name, day.");
    assertThatThrownBy(() -> scan.where(Filter.isNull("nope")).plan())
        .isInstanceOf(NotInLakeException.class)
        .hasMessageContaining("column \"nope\"");
    assertThatThrownBy(
            () ->
                LakeScan.of(LakeConfig.of("sqlite:" + folder.resolve("none")), TableId.parse("t"))
                    .plan())
        .isInstanceOf(NotInLakeException.class)
        .hasMessageContaining("there is no lake");
  }

  @Test
  void aFilterOfTheWrongTypeNamesColumnAndType() {
    assertThatThrownBy(() -> scan.where(Filter.equal("id", "abc")).plan())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid filter on \"main\".\"t\": column \"id\" is of type int64, and \"abc\" is no such value.");
    assertThatThrownBy(() -> scan.where(Filter.equal("name", 5)).plan())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column \"name\" is of type varchar, and 5 is a Integer");
    assertThatThrownBy(() -> scan.where(Filter.less("day", "yesterday")).plan())
        .hasMessageContaining("column \"day\" is of type date");
    assertThatThrownBy(() -> scan.where(Filter.intersects("name", 0, 0, 1, 1)).plan())
        .hasMessageContaining("a box filters geometry columns only");
  }

  private void expectNamed(Path file, String what) {
    assertThatThrownBy(() -> ReadTest.rows(scan))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Other tables can still be read.");
    assertThat(ReadTest.rows(LakeScan.of(lake.config, TableId.parse("sound")))).hasSize(50);
  }

  private Path dataFile() {
    return Path.of(scan.plan().files().get(0).path());
  }

  @Test
  void aMissingDataFileIsNamed() throws Exception {
    Path file = dataFile();
    Files.delete(file);
    expectNamed(file, "there is no such file");
  }

  @Test
  void aCutDataFileIsNamed() throws Exception {
    Path file = dataFile();
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() / 2);
    }
    expectNamed(file, "data file of \"main\".\"t\"");
  }

  @Test
  void damagedPagesAreNamed() throws Exception {
    Path file = dataFile();
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(4);
      bytes.write(new byte[120]);
    }
    expectNamed(file, "data file of \"main\".\"t\"");
  }

  @Test
  void aMissingDeleteFileIsNamed() throws Exception {
    Path file =
        Path.of(
            String.valueOf(
                lake.lake().table(TableId.parse("t")).orElseThrow().files().get(0).deletePath()));
    Files.delete(file);
    expectNamed(file, "delete file");
  }

  @Test
  void rowsOfSnapshotsThatStayAreRead() throws Exception {
    lake.duckdb("CALL ducklake_expire_snapshots('lake', versions => [3])");
    assertThat(ReadTest.rows(scan.at(2))).hasSize(100);
    assertThat(ReadTest.rows(scan.select("id").where(Filter.atMost("id", 41))))
        .isEqualTo(List.of(List.of(40L), List.of(41L)));
  }
}
