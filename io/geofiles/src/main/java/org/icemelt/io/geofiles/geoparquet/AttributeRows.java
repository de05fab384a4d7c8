package org.icemelt.io.geofiles.geoparquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.jspecify.annotations.Nullable;

/** Some columns of all rows, geometries not even read. */
public final class AttributeRows {
  private AttributeRows() {}

  /**
   * Hands over each row in file order.
   *
   * @param columns names; what the file has not is null in each row
   * @param to takes one value a column, nested ones as JSON text; the array is a new one each time
   */
  public static void forEach(GeoFile file, List<String> columns, Consumer<@Nullable Object[]> to)
      throws GeoFileException, IOException {
    GeoParquet.requireWhole(file);
    long row = 0;
    try (ParquetFileReader reader = GeoParquet.open(file)) {
      GeoParquet.requireKnownCodecs(file, reader);
      MessageType stored = reader.getFileMetaData().getSchema();
      List<Type> fields = new ArrayList<>();
      List<Integer> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (stored.containsField(columns.get(i))) {
          fields.add(stored.getType(columns.get(i)));
          cells.add(i);
        }
      }
      MessageType requested = new MessageType(stored.getName(), fields);
      reader.setRequestedSchema(requested);
      MessageColumnIO io =
          new ColumnIOFactory(reader.getFileMetaData().getCreatedBy())
              .getColumnIO(requested, stored, true);
      PageReadStore pages;
      while ((pages = reader.readNextRowGroup()) != null) {
        RecordReader<@Nullable Object[]> records =
            io.getRecordReader(pages, new RowMaterializer(requested));
        for (long left = pages.getRowCount(); left > 0; left--, row++) {
          @Nullable Object[] found = records.read();
          @Nullable Object[] values = new @Nullable Object[columns.size()];
          for (int i = 0; i < found.length; i++) {
            Object cell = found[i];
            boolean tree = cell instanceof Iterable<?> || cell instanceof Map<?, ?>;
            values[cells.get(i)] = tree ? TreeText.of(cell) : cell;
          }
          to.accept(values);
        }
      }
    } catch (IOException e) {
      throw GeoParquet.broken(file, e, row);
    }
  }
}
