package org.icemelt.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.io.ducklake.internal.write.RowStager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What happens to rows of one column: a data file of {@value #ROWS} with its statistics, and a
 * commit of it into a catalog in SQLite; time a file and a commit.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LakeLoops {
  static final int ROWS = 10_000;

  @Param({"INT64", "FLOAT64", "VARCHAR", "DATE", "BOOLEAN"})
  private DuckLakeType.Scalar type;

  private Path folder = Path.of("");
  private Catalog catalog;
  private LakeLayout layout;
  private List<TableRow> rows = List.of();
  private List<TableChange> changes = List.of();

  @Setup
  public void make() throws IOException {
    folder = Files.createTempDirectory("bench");
    catalog =
        new Catalog(
            LakeConfig.of("sqlite:" + folder.resolve("lake.sqlite"))
                .withDataPath(folder + "/data/"),
            Clock.systemUTC());
    catalog.keepOpen();
    layout = LakeLayout.of(catalog);
    TableDef table = TableDef.of(TableId.parse("t"), TableSchema.of(ColumnDef.of("v", type)));
    rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(TableRow.of(table, Collections.singletonList(value(i))));
    }
  }

  private Object value(long i) {
    return switch (type) {
      case INT64 -> i;
      case FLOAT64 -> i * 0.37;
      case VARCHAR -> "POLYGON ((" + i + " 1, 2 3))";
      case DATE -> LocalDate.ofEpochDay(i);
      default -> i % 3 == 0;
    };
  }

  /** New files for a commit to name; the measured time is that of the commit alone. */
  @Setup(Level.Invocation)
  public void stageForCommit() throws IOException {
    changes = new ArrayList<>();
    stageFile().forEach(file -> changes.add(new TableChange.Append("", file)));
  }

  @Benchmark
  public List<StagedFile> stageFile() throws IOException {
    RowStager stager = new RowStager(layout);
    for (TableRow row : rows) {
      stager.add(row, "");
    }
    return stager.finish();
  }

  @Benchmark
  public Object commit() throws Exception {
    return new Committer(catalog, CommitRequest.fresh(), null, CommitObserver.NONE).commit(changes);
  }

  @TearDown
  public void remove() throws IOException {
    catalog.close();
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(Comparator.reverseOrder()).forEach(LakeLoops::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
