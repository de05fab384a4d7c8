package org.icemelt.io.ducklake.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.TableSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected: the JDK's sort, which is stable. */
class KeyOrderTest {
  private static final TableDef TABLE =
      TableDef.of(TableId.parse("t"), TableSchema.of(ColumnDef.of("number", DuckLakeType.INT64)));

  @ParameterizedTest
  @CsvSource({"0, -1", "1, -1", "1000, -1", "1000, 7", "1000, 0", "300, -281474976710656"})
  void sortsAsTheJdkDoes(int rows, long bits) {
    Random random = new Random(20261126);
    List<TableRow> sorted = new ArrayList<>();
    for (long number = 0; number < rows; number++) {
      long key = random.nextLong() & bits;
      sorted.add(new TableRow(TABLE, List.of(number), key));
    }
    List<TableRow> expected = new ArrayList<>(sorted);
    expected.sort((a, b) -> Long.compareUnsigned(a.sortKey(), b.sortKey()));

    KeyOrder.sort(sorted);

    assertThat(sorted).containsExactlyElementsOf(expected);
  }
}
