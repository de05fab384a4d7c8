package org.icemelt.io.geofiles.geoparquet;

import java.util.ArrayList;
import java.util.Arrays;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Assembles records as one cell per top-level field; the array is reused from record to record. */
final class RowMaterializer extends RecordMaterializer<@Nullable Object[]> {
  private final Root root;

  RowMaterializer(MessageType schema) {
    this.root = new Root(schema);
  }

  @Override
  public @Nullable Object[] getCurrentRecord() {
    return root.cells;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private static final class Root extends GroupConverter {
    private final @Nullable Object[] cells;
    private final Converter[] children;

    Root(MessageType schema) {
      cells = new @Nullable Object[schema.getFieldCount()];
      children = new Converter[cells.length];
      for (int i = 0; i < cells.length; i++) {
        int cell = i;
        Type field = schema.getType(i);
        children[i] =
            field.isRepetition(Type.Repetition.REPEATED)
                ? TreeConverter.of(field, value -> append(cell, value))
                : TreeConverter.of(field, value -> cells[cell] = value);
      }
    }

    private void append(int cell, Object value) {
      if (cells[cell] instanceof Repeated list) {
        list.add(value);
      } else {
        Repeated list = new Repeated();
        list.add(value);
        cells[cell] = list;
      }
    }

    @Override
    public Converter getConverter(int index) {
      return children[index];
    }

    @Override
    public void start() {
      Arrays.fill(cells, null);
    }

    @Override
    public void end() {
      // the cells are complete
    }
  }

  /** The values of a repeated field that no list is annotated around. */
  private static final class Repeated extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
  }
}
