package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.parquet.ChannelOutputFile;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoParquetTest {
  private static final String WKB_ONLY =
      "{'primary_column':'g','columns':{'g':{'encoding':'WKB'%s}}}";
  @TempDir Path folder;

  /** A file of two columns, id and WKB, written by parquet-java. */
  private GeoFile write(@Nullable String geo, byte @Nullable [] @Nullable ... wkbs)
      throws IOException {
    Path path = folder.resolve("f.parquet");
    Files.deleteIfExists(path);
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required int32 id; optional binary g; required int32 g_bbox; }");
    Map<String, String> metadata = new HashMap<>();
    if (geo != null) {
      metadata.put("geo", geo.replace('\'', '"'));
    }
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(ChannelOutputFile.of(path))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withType(schema)
            .withExtraMetaData(metadata)
            .build()) {
      for (int i = 0; i < wkbs.length; i++) {
        Group row = new SimpleGroupFactory(schema).newGroup().append("id", i).append("g_bbox", 0);
        byte[] wkb = wkbs[i];
        if (wkb != null) {
          row.append("g", Binary.fromConstantByteArray(wkb));
        }
        writer.write(row);
      }
    }
    return RealFiles.geoFile("f.parquet", path);
  }

  private static byte[] point(double x, double y) {
    return ByteBuffer.allocate(21)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 1)
        .putInt(1)
        .putDouble(x)
        .putDouble(y)
        .array();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        " `` | OGC:CRS84",
        ",'crs':null | NONE",
        ",'crs':{'id':{'authority':'EPSG','code':4269}} | EPSG:4269",
        ",'crs':{'id':{'authority':'OGC','code':'CRS84'}} | OGC:CRS84",
        ",'crs':{'type':'GeographicCRS','name':'x'} | {\"type\":\"GeographicCRS\",\"name\":\"x\"}",
        ",'crs':'EPSG:3035' | EPSG:3035",
      })
  void takesTheCrsFromTheFooter(String crs, String text) throws Exception {
    GeoFile file = write(WKB_ONLY.formatted(crs), point(1, 2));

    assertThat(Rows.of(file, 1000).layer().crs()).isEqualTo(text.equals("NONE") ? null : text);
    assertThat(Rows.of(RealFiles.withCrs(file, "EPSG:2154", false), 1000).layer().crs())
        .isEqualTo(text.equals("NONE") ? "EPSG:2154" : text);
    assertThat(Rows.of(RealFiles.withCrs(file, "EPSG:2154", true), 1000).layer().crs())
        .isEqualTo("EPSG:2154");
  }

  @Test
  void rejectsTheRowAndGoesOn() throws Exception {
    Rows rows =
        Rows.of(
            write(
                WKB_ONLY.formatted(""),
                point(1, 2),
                null,
                point(Double.NaN, Double.NaN),
                point(1, Double.NaN),
                new byte[0],
                Arrays.copyOf(point(1, 2), 20),
                new byte[] {1, 8, 0, 0, 0},
                point(3, 4)),
            1000);

    assertThat(rows.shapes())
        .containsExactly(
            "POINT (1 2)",
            "!GEOMETRY_MISSING",
            "!GEOMETRY_EMPTY",
            "!COORDINATE_NOT_FINITE",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "POINT (3 4)");
    assertThat(rows.bad(3).values()).containsExactly(3, 0);
    assertThat(rows.bad(3).raw()).isEqualTo("0101000000000000000000f03f000000000000f87f");
    assertThat(rows.bad(6).detail())
        .isEqualTo("Cannot read WKB of geometry type 8 (curves and surfaces are not supported)");
  }

  @Test
  void leavesOutTheColumnThatRepeatsEachBox() throws Exception {
    String covering = ",'covering':{'bbox':{'xmin':['g_bbox','xmin']}}";

    assertThat(Rows.of(write(WKB_ONLY.formatted(covering), point(1, 2)), 1000).columns())
        .containsExactly("id INT32");
    assertThat(Rows.of(write(WKB_ONLY.formatted(""), point(1, 2)), 1000).columns())
        .containsExactly("id INT32", "g_bbox INT32");
  }

  @Test
  void givesALayerWithoutRowsNoSplits() throws Exception {
    Layer layer = GeoFiles.inspect(write(WKB_ONLY.formatted("")), 1000).get(0);

    assertThat(layer.featureCount()).isZero();
    assertThat(layer.splits()).isEmpty();
  }

  /** Seven rows, 20 apart along x and y, three a row group; written by GeoPandas. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 200, 200, 1000000, 0-7",
    "0, 0, 200, 200, 1, 0-3 3-6 6-7",
    "62, 60, 63, 70, 1000000, 3-6",
    "40, 40, 64, 65, 1000000, 0-6",
    "123, 124, 123, 124, 1000000, 6-7",
    "62, 0, 63, 10, 1000000, ''",
    "-9, -9, 0, 0, 1000000, ''"
  })
  void readsOnlyRowGroupsThatMayTouchTheWindow(
      double minX, double minY, double maxX, double maxY, long splitBytes, String rows)
      throws Exception {
    Layer layer =
        GeoFiles.inspect(
                Synthetic.file("geoarrow_point.parquet"),
                splitBytes,
                new Box(minX, minY, maxX, maxY))
            .get(0);

    List<String> found = new ArrayList<>();
    long total = 0;
    for (Split split : layer.splits()) {
      found.add(split.firstRow() + "-" + (split.firstRow() + split.rows()));
      total += split.rows();
      try (FeatureCursor cursor = GeoFiles.open(layer, split, layer.schema())) {
        for (long row = split.firstRow(); row < split.firstRow() + split.rows(); row++) {
          RowOutcome.Read read = (RowOutcome.Read) cursor.next();
          assertThat(read.row()).isEqualTo(row);
          assertThat(read.values().get(0)).isEqualTo(row);
          assertThat(read.geometry().getCoordinate().x).isEqualTo(3 + 20 * row);
        }
        assertThat(cursor.next()).isNull();
      }
    }
    assertThat(String.join(" ", found)).isEqualTo(rows);
    assertThat(layer.featureCount()).isEqualTo(total);
  }

  @Test
  void readsAllWhereNoCoveringTells() throws Exception {
    Box nowhere = new Box(-1, -1, -0.5, -0.5);

    assertThat(GeoFiles.inspect(Synthetic.file("types.parquet"), 1, nowhere).get(0).featureCount())
        .isEqualTo(7);
    assertThat(GeoFiles.inspect(Synthetic.file("same.gpkg"), 1, nowhere).get(0).featureCount())
        .isEqualTo(40);
  }

  @Test
  void splitsByRowGroups() throws Exception {
    Layer layer = GeoFiles.inspect(Synthetic.file("types.parquet"), 1).get(0);

    assertThat(layer.splits())
        .containsExactly(new Split(0, 1, 0, 3), new Split(1, 2, 3, 3), new Split(2, 3, 6, 1));
  }

  @Test
  void readsNoMoreColumnsThanTheTargetHas() throws Exception {
    Layer layer = GeoFiles.inspect(Synthetic.file("types.parquet"), Long.MAX_VALUE).get(0);
    var narrow =
        FeatureSchema.of(new Column("text", ValueType.STRING), new Column("i8", ValueType.FLOAT64));

    assertThat(Rows.of(layer, narrow).read(2).values()).containsExactly("éé", -2.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | FORMAT_UNKNOWN | Cannot read f.parquet of dataset test_set: it is Parquet, but no GeoParquet (no key \"geo\" in its footer)",
        "{ | FILE_MALFORMED | Failed to read f.parquet of dataset test_set: its key \"geo\" is broken, it is no JSON: ",
        "{} | FILE_MALFORMED | Failed to read f.parquet of dataset test_set: its key \"geo\" is broken, it does not describe a primary column.",
        "{'primary_column':'x','columns':{'x':{'encoding':'WKB'}}} | FILE_MALFORMED | Failed to read f.parquet of dataset test_set: it has no column \"x\".",
        "{'primary_column':'g','columns':{'g':{'encoding':'TWKB'}}} | FORMAT_UNSUPPORTED | Cannot read f.parquet of dataset test_set: geometries are encoded as \"TWKB\". Write them as WKB.",
      })
  void refusesAFileWithoutUsableMetadata(String geo, Code code, String message) throws Exception {
    GeoFile file = write(geo.isEmpty() ? null : geo, point(1, 2));

    assertFails(file, code, message);
  }

  private static void assertFails(GeoFile file, Code code, String message) {
    assertThatThrownBy(() -> GeoFiles.inspect(file, 1000))
        .isInstanceOfSatisfying(GeoFileException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesACompressionItDoesNotKnow() {
    assertFails(
        Synthetic.file("codec_brotli.parquet"),
        Code.FORMAT_UNSUPPORTED,
        "Cannot read codec_brotli.parquet of dataset test_set: it is compressed with BROTLI. Write it"
            + " with zstd or snappy.");
  }

  @Test
  void saysThatAFileWasCut() throws Exception {
    GeoFile file = Synthetic.copy("same.parquet", folder);
    byte[] bytes = Files.readAllBytes(Path.of(file.path()));
    for (int size : List.of(bytes.length - 1, bytes.length / 2, 11, 5)) {
      Files.write(Path.of(file.path()), Arrays.copyOf(bytes, size));
      assertFails(
          file,
          Code.FILE_CUT,
          "Failed to read same.parquet of dataset test_set: the file ends at byte "
              + size
              + " without a Parquet footer. It was cut; fetch it again.");
    }
  }
}
