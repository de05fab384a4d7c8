package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.PartitionTransform.Kind;
import org.icemelt.io.ducklake.TypeCases.Case;
import org.icemelt.io.ducklake.internal.parquet.PartitionText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Partition values, buckets and folders are those that DuckDB itself makes. */
class PartitionTest {
  /** Hashes of DuckDB 1.5.5, measured; of these those of Iceberg differ for decimal and uuid. */
  static Stream<Arguments> hashes() {
    return Stream.of(
        Arguments.of(DuckLakeType.INT32, 34, 2017239379),
        Arguments.of(DuckLakeType.VARCHAR, "iceberg", 1210000089),
        Arguments.of(DuckLakeType.DATE, LocalDate.of(2017, 11, 16), -653330422),
        Arguments.of(
            DuckLakeType.TIMESTAMP, LocalDateTime.of(2017, 11, 16, 22, 31, 8), -2047944441),
        Arguments.of(DuckLakeType.FLOAT64, 1.0, -142385009),
        Arguments.of(DuckLakeType.BOOLEAN, true, 1392991556),
        Arguments.of(DuckLakeType.decimal(4, 2), new BigDecimal("14.20"), -622427183),
        Arguments.of(DuckLakeType.UINT32, 34L, -427558391),
        Arguments.of(
            DuckLakeType.UUID, UUID.fromString("f79c3e09-677c-4bbd-a479-3f349cb785e7"), 980414783));
  }

  @ParameterizedTest
  @MethodSource("hashes")
  void bucketsAreThoseOfTheMeasuredHashes(DuckLakeType type, Object value, int hash) {
    int whole = Integer.MAX_VALUE; // so many buckets show the hash itself
    assertThat(PartitionText.of(PartitionTransform.bucket(whole), type, value))
        .isEqualTo(Integer.toString((hash & Integer.MAX_VALUE) % whole));
  }

  private static PartitionTransform of(Kind kind) {
    return kind == Kind.BUCKET ? PartitionTransform.bucket(5) : new PartitionTransform(kind, 0);
  }

  private static TableDef table(String name, DuckLakeType type, PartitionTransform transform) {
    return TableDef.of(
            TableId.parse(name),
            TableSchema.of(ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v", type)))
        .partitionedBy(new PartitionField("v", transform));
  }

  /** Which pairs are legal, as the table of src/site/ducklake-io.md says. */
  private static Map<String, String> documented() throws Exception {
    String text =
        Files.readString(Path.of(System.getProperty("icemelt.root"), "src/site/ducklake-io.md"));
    Map<String, String> pairs = new TreeMap<>();
    text.substring(text.indexOf("<!-- partitions -->"), text.indexOf("<!-- /partitions -->"))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| column"))
        .map(line -> line.split("\\|"))
        .forEach(
            cells -> {
              for (String type : cells[1].split(", ")) {
                pairs.put(type.strip(), cells[2].strip());
              }
            });
    return pairs;
  }

  @Test
  void everyPairIsLegalOrRefusedAsDocumented() throws Exception {
    Map<String, String> documented = documented();
    Map<String, DuckLakeType> types = new TreeMap<>();
    for (DuckLakeType.Scalar scalar : DuckLakeType.Scalar.values()) {
      types.put(scalar.catalogText(), scalar);
    }
    types.put("decimal(p,s)", DuckLakeType.decimal(9, 2));
    types.put("list", DuckLakeType.list(DuckLakeType.INT32));
    types.put("map", DuckLakeType.map(DuckLakeType.INT32, DuckLakeType.INT32));
    types.put("struct", DuckLakeType.struct(ColumnDef.of("a", DuckLakeType.INT32)));
    assertThat(documented.keySet()).isEqualTo(types.keySet());
    for (Map.Entry<String, DuckLakeType> type : types.entrySet()) {
      List<String> legal =
          documented.get(type.getKey()).equals("none")
              ? List.of()
              : Arrays.asList(documented.get(type.getKey()).split(", "));
      for (Kind kind : Kind.values()) {
        PartitionTransform transform = of(kind);
        if (legal.contains(transform.word())) {
          table("t", type.getValue(), transform);
        } else {
          assertThatThrownBy(() -> table("t", type.getValue(), transform))
              .as("%s of %s", kind, type.getKey())
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("column \"v\"")
              .hasMessageContaining("cannot be a partition key by " + transform.catalogText());
        }
      }
    }
  }

  /** Every legal pair, written by us and by DuckDB: the same values in the same folders. */
  @Test
  void valuesAndFoldersAreThoseOfDuckDb(@TempDir Path folder) throws Exception {
    TestLake ours = new TestLake(Files.createDirectory(folder.resolve("ours")));
    TestLake theirs = new TestLake(Files.createDirectory(folder.resolve("theirs")));
    List<TableRow> rows = new ArrayList<>();
    List<String> statements = new ArrayList<>(List.of("SET TimeZone='UTC'"));
    for (Case one : TypeCases.all()) {
      for (Kind kind : Kind.values()) {
        boolean folders =
            kind != Kind.IDENTITY || !List.of("longstr", "top", "nul").contains(one.name());
        if (!of(kind).takes(one.type()) || !folders) {
          continue;
        }
        TableDef def = table(one.name() + "_" + of(kind).word(), one.type(), of(kind));
        for (int i = 0; i < one.values().size(); i++) {
          rows.add(TableRow.of(def, row(i, one.values().get(i))));
        }
        rows.add(TableRow.of(def, row(-1, null)));
        String name = "lake." + def.id().name();
        statements.add("CREATE TABLE %s (i INTEGER, v %s)".formatted(name, one.sqlType()));
        statements.add(
            "ALTER TABLE %s SET PARTITIONED BY (%s)".formatted(name, def.partitioning().get(0)));
        String values =
            one.expected().stream().map(v -> "(0, " + v + ")").collect(Collectors.joining(", "));
        statements.add("INSERT INTO %s VALUES %s, (-1, NULL)".formatted(name, values));
      }
    }
    ours.commit(ours.stage("", rows).stream().map(f -> new TableChange.Append("", f)).toList());
    theirs.leaveOut("DuckDB alone wrote it, with faults of its own");
    theirs.duckdbMakesLake();
    statements.add(0, "CALL lake.set_option('data_inlining_row_limit', 0)");
    theirs.duckdb(statements.toArray(String[]::new));
    assertThat(values(ours)).isEqualTo(values(theirs)).hasSizeGreaterThan(200);
  }

  /** Table, partition value and folder of each file. */
  private static TreeSet<String> values(TestLake lake) throws Exception {
    TreeSet<String> values = new TreeSet<>();
    lake.catalogRows(
            """
            SELECT t.table_name, p.transform, v.partition_value, f.path
            FROM ducklake_data_file f
            JOIN ducklake_table t ON t.table_id = f.table_id
            JOIN ducklake_partition_column p ON p.partition_id = f.partition_id
            JOIN ducklake_file_partition_value v ON v.data_file_id = f.data_file_id
            """)
        .forEach(
            row ->
                values.add(
                    "%s %s %s %s"
                        .formatted(
                            row.get(0),
                            row.get(1),
                            row.get(2),
                            String.valueOf(row.get(3)).replaceAll("/[^/]*$", ""))));
    return values;
  }

  @Test
  void foldersOfSeveralKeysAreNamedAsDuckDbNamesThem(@TempDir Path folder) throws Exception {
    TestLake lake = new TestLake(folder);
    TableDef def =
        TableDef.of(
                TableId.parse("t"),
                TableSchema.of(
                    ColumnDef.of("a b/é", DuckLakeType.TIMESTAMP),
                    ColumnDef.of("b", DuckLakeType.DATE),
                    ColumnDef.of("year", DuckLakeType.INT32)))
            .partitionedBy(
                PartitionField.year("a b/é"),
                PartitionField.year("b"),
                PartitionField.identity("year"),
                PartitionField.bucket(4, "year"),
                PartitionField.identity("a b/é"));
    lake.commit(
        lake.append("", def, List.of(row(LocalDateTime.of(2020, 1, 1, 0, 0), LocalDate.EPOCH, 7))));
    assertThat(lake.filesOnDisk())
        .singleElement()
        .asString()
        .contains(
            "/year=2020/year_b=1970/year_year=7/bucket=",
            "/a%20b%2F%C3%A9=2020-01-01%2000%3A00%3A00/");
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aTableOfDuckDbsIsWrittenByItsOwnPartitioning(@TempDir Path folder) throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (i INTEGER, v TIMESTAMP)",
        "ALTER TABLE lake.t SET PARTITIONED BY (bucket(3, i), day(v))");
    TableDef plain =
        TableDef.of(
            TableId.parse("t"),
            TableSchema.of(
                ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v", DuckLakeType.TIMESTAMP)));
    LocalDateTime leap = LocalDateTime.of(2020, 2, 29, 23, 0);
    lake.commit(lake.append("", plain, List.of(row(34, leap), row(5, null), row(34, leap))));
    assertThat(
            lake.catalogRows(
                "SELECT DISTINCT partition_key_index, partition_value FROM ducklake_file_partition_value ORDER BY 1, 2"))
        .hasSize(4)
        .anySatisfy(row -> assertThat(row.get(1)).isEqualTo("29"));
    assertThat(lake.read("SELECT count(v) FROM lake.t WHERE i = 34")).containsExactly(row(2L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aTableThatHoldsRowsIsNeverPartitionedAnew(@TempDir Path folder) throws Exception {
    TestLake lake = new TestLake(folder);
    TableDef four = table("t", DuckLakeType.INT32, PartitionTransform.bucket(4));
    TableDef eight = table("t", DuckLakeType.INT32, PartitionTransform.bucket(8));
    lake.commit(lake.append("", four, List.of(row(1, 5))));
    List<TableChange> append = lake.append("", eight, List.of(row(2, 6)));
    assertThatThrownBy(() -> lake.commit(append))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining(
            "partitioned by [bucket(8, \"v\")], the table is partitioned otherwise");
    List<TableChange> replace = new ArrayList<>(List.of(new TableChange.ReplaceTable("", eight)));
    replace.addAll(lake.append("", eight, List.of(row(2, 6))));
    assertThatThrownBy(() -> lake.commit(replace))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("readers would miss them");
    assertThat(lake.read("SELECT i FROM lake.t WHERE v = 5")).containsExactly(row(1));
    assertThat(lake.filesOnDisk()).hasSize(1);
  }

  @Test
  void aPartitioningThatChangedAfterTheFilesWereWrittenRefusesThem(@TempDir Path folder)
      throws Exception {
    TestLake lake = new TestLake(folder);
    TableDef plain =
        TableDef.of(
            TableId.parse("t"),
            TableSchema.of(
                ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v", DuckLakeType.INT32)));
    lake.commit(lake.append("", plain, List.of(row(1, 5))));
    List<TableChange> staged = lake.append("", plain, List.of(row(2, 6)));
    lake.duckdb("ALTER TABLE lake.t SET PARTITIONED BY (v)");
    assertThatThrownBy(() -> lake.commit(staged))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("its partitioning changed while they were written");
    lake.commit(lake.append("", plain, List.of(row(2, 6))));
    assertThat(lake.read("SELECT i FROM lake.t WHERE v = 6")).containsExactly(row(2));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aTextWithANulNamesNoPartition(@TempDir Path folder) {
    TestLake lake = new TestLake(folder);
    TableDef def = table("t", DuckLakeType.VARCHAR, PartitionTransform.IDENTITY);
    assertThatThrownBy(() -> lake.stage("", def, List.of(row(1, "a\0b"))))
        .isInstanceOf(InvalidRowException.class)
        .hasMessageContaining("partition column \"v\"");
  }
}
