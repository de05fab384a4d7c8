package org.icemelt.io.geofiles.geoparquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.bytes.Store;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.parquet.ChannelInputFile;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;

/** Opening one, its columns, and what a Parquet reader's complaints mean for the file. */
final class GeoParquet {
  private static final int SMALLEST = 12;
  private static final Set<CompressionCodecName> CODECS =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  private GeoParquet() {}

  static ParquetFileReader open(GeoFile file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .build();
    return ParquetFileReader.open(Store.input(file.path()), options);
  }

  static GeoMetadata metadata(GeoFile file, ParquetFileReader reader) throws GeoFileException {
    String text = reader.getFooter().getFileMetaData().getKeyValueMetaData().get(GeoMetadata.KEY);
    if (text == null) {
      throw new GeoFileException(
          Code.FORMAT_UNKNOWN,
          "Cannot read %s of dataset %s: it is Parquet, but no GeoParquet (no key \"geo\" in its footer)"
              .formatted(file.sourceFile(), file.dataset()));
    }
    GeoMetadata metadata;
    try {
      metadata = GeoMetadata.parse(text);
    } catch (IllegalArgumentException e) {
      throw malformed(file, "its key \"geo\" is broken, " + e.getMessage(), 0, e);
    }
    if (!reader.getFileMetaData().getSchema().containsField(metadata.column())) {
      throw malformed(file, "it has no column \"" + metadata.column() + "\"", 0, null);
    }
    if (!metadata.encoding().equals(GeoMetadata.WKB)
        && !NativeGeometry.ENCODINGS.contains(metadata.encoding())) {
      throw new GeoFileException(
          Code.FORMAT_UNSUPPORTED,
          "Cannot read %s of dataset %s: geometries are encoded as \"%s\". Write them as WKB."
              .formatted(file.sourceFile(), file.dataset(), metadata.encoding()));
    }
    return metadata;
  }

  static void requireKnownCodecs(GeoFile file, ParquetFileReader reader) throws GeoFileException {
    for (BlockMetaData group : reader.getRowGroups()) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        if (!CODECS.contains(chunk.getCodec())) {
          throw new GeoFileException(
              Code.FORMAT_UNSUPPORTED,
              "Cannot read %s of dataset %s: it is compressed with %s. Write it with zstd or snappy."
                  .formatted(file.sourceFile(), file.dataset(), chunk.getCodec()));
        }
      }
    }
  }

  /** The columns that are attributes, in the file's order. */
  static FeatureSchema schema(MessageType type, GeoMetadata metadata) {
    List<Column> columns = new ArrayList<>();
    for (Type field : type.getFields()) {
      if (!field.getName().equals(metadata.column())
          && (metadata.covering() == null
              || !field.getName().equals(metadata.covering().column()))) {
        boolean nested = !field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED);
        columns.add(
            new Column(
                field.getName(),
                nested ? ValueType.JSON : Leaf.of(field.asPrimitiveType()).type()));
      }
    }
    return new FeatureSchema(columns);
  }

  /** Refuses a file without Parquet's last bytes: the footer is what a cut takes away first. */
  static void requireWhole(GeoFile file) throws GeoFileException, IOException {
    ChannelInputFile input = Store.input(file.path());
    long size = input.getLength();
    try (SeekableInputStream in = input.newStream()) {
      byte[] tail = new byte[4];
      if (size >= SMALLEST) {
        in.seek(size - tail.length);
        in.readFully(tail);
      }
      if (!Arrays.equals(tail, new byte[] {'P', 'A', 'R', '1'})) {
        throw new GeoFileException(
            Code.FILE_CUT,
            "Failed to read %s of dataset %s: the file ends at byte %d without a Parquet footer. It was cut; fetch it again."
                .formatted(file.sourceFile(), file.dataset(), size));
      }
    }
  }

  /**
   * @throws IOException the cause itself, if the disk failed, which is no property of the file
   */
  static GeoFileException broken(GeoFile file, IOException cause, long before) throws IOException {
    boolean disk =
        cause instanceof FileSystemException
            || String.valueOf(cause.getMessage()).contains("Input/output error");
    if (disk && !(cause instanceof EOFException)) {
      throw cause;
    }
    return malformed(file, String.valueOf(cause.getMessage()), before, cause);
  }

  static GeoFileException malformed(
      GeoFile file, String what, long before, @Nullable Throwable cause) {
    return new GeoFileException(
        Code.FILE_MALFORMED,
        "Failed to read %s of dataset %s: %s. Repair the file or fetch it again."
            .formatted(file.sourceFile(), file.dataset(), what),
        before,
        cause);
  }
}
