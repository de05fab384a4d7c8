package org.icemelt.io.geofiles.shapefile;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/** One look at a Shapefile: columns, count, CRS, splits; each record's place is checked. */
final class ShapefileInspection {
  private final GeoFile file;
  private final long splitBytes;
  private final Companions companions;
  private final List<Split> splits = new ArrayList<>();
  private long features;
  private long splitStart;
  private long splitFeatures;
  private long splitSize;

  ShapefileInspection(GeoFile file, long splitBytes) {
    this.file = file;
    this.splitBytes = splitBytes;
    this.companions = new Companions(Path.of(file.path()));
  }

  Layer inspect() throws GeoFileException, IOException {
    Optional<Path> dbfPath = companions.find("dbf");
    try (Shp shp = ShapefileFiles.open(file, companions);
        Dbf dbf = dbfPath.isPresent() ? new Dbf(dbfPath.get()) : null) {
      requireKnownType(shp);
      Charset charset = dbf == null ? DbfCharset.FALLBACK : charset(dbf);
      walk(shp, dbf);
      return new Layer(
          withEncoding(charset),
          Format.SHAPEFILE,
          file.sourceFile(),
          null,
          crs(),
          dbf == null
              ? FeatureSchema.of()
              : new FeatureSchema(dbf.fields(charset).stream().map(DbfField::column).toList()),
          features,
          splits);
    } catch (DbfException e) {
      throw ShapefileErrors.of(file, e, features);
    }
  }

  private void requireKnownType(Shp shp) throws GeoFileException {
    ShapeType type = ShapeType.of(shp.typeCode());
    if (type == ShapeType.MULTIPATCH) {
      throw new GeoFileException(
          Code.FORMAT_UNSUPPORTED,
          "Cannot read %s of dataset %s: its shapes are of type MultiPatch (31). Convert it to polygons."
              .formatted(file.sourceFile(), file.dataset()));
    }
    if (type == ShapeType.UNKNOWN) {
      throw ShapefileErrors.malformed(
          file, "its header names the unknown shape type " + shp.typeCode(), 0, null);
    }
  }

  private Charset charset(Dbf dbf) throws IOException, DbfException {
    Optional<Charset> stated =
        companions
            .text("cpg")
            .flatMap(DbfCharset::named)
            .or(() -> DbfCharset.ofLanguageDriver(dbf.languageDriver()))
            .or(() -> Optional.ofNullable(file.encoding()).flatMap(DbfCharset::named));
    if (stated.isPresent()) {
      return stated.get();
    }
    return dbf.looksLikeUtf8() ? StandardCharsets.UTF_8 : DbfCharset.FALLBACK;
  }

  /** What was found out about the charset goes with the layer, so that no reader looks again. */
  private GeoFile withEncoding(Charset charset) {
    return file.withEncoding(charset.name());
  }

  private @Nullable String crs() throws IOException {
    return file.crsOverride() ? file.crs() : companions.text("prj").orElse(file.crs());
  }

  private void walk(Shp shp, @Nullable Dbf dbf) throws GeoFileException, IOException, DbfException {
    if (shp.isIndexCut()) {
      throw ShapefileErrors.cut(file, "its .shx is shorter than its header says", 0, null);
    }
    int rowBytes = dbf == null ? 0 : dbf.recordLength();
    long record = 0;
    try {
      for (long at = shp.position(0); at >= 0; at = shp.position(++record)) {
        if (!shp.isWhole(at)) {
          throw new EOFException("record " + record);
        }
        if (dbf != null && record >= dbf.records()) {
          break;
        }
        boolean deleted = dbf != null && Dbf.isDeleted(dbf.record(record));
        count(record, deleted, shp.content(at).limit() + rowBytes);
      }
    } catch (EOFException e) {
      throw ShapefileErrors.cut(
          file,
          "the file ends at byte %d inside record %d, after %d complete feature(s)"
              .formatted(shp.size(), record, features),
          features,
          e);
    }
    if (shp.size() < shp.statedSize()) {
      throw ShapefileErrors.cut(
          file,
          "the file has %d bytes where its header says %d, after %d complete feature(s)"
              .formatted(shp.size(), shp.statedSize(), features),
          features,
          null);
    }
    long shapes = shp.position(record) < 0 ? record : shp.hasIndex() ? shp.indexed() : record + 1;
    if (dbf != null && shapes != dbf.records()) {
      throw ShapefileErrors.malformed(
          file,
          "its .shp has %s%d shapes and its .dbf %d rows, so nobody can say which belong together"
              .formatted(
                  shapes > record && !shp.hasIndex() ? "at least " : "", shapes, dbf.records()),
          features,
          null);
    }
    closeSplit(record);
  }

  private void count(long record, boolean deleted, int bytes) {
    if (splitSize >= splitBytes) {
      closeSplit(record);
    }
    splitSize += bytes;
    if (!deleted) {
      splitFeatures++;
      features++;
    }
  }

  private void closeSplit(long end) {
    if (splitFeatures > 0) {
      splits.add(new Split(splitStart, end, splitStart, splitFeatures));
    }
    splitStart = end;
    splitFeatures = 0;
    splitSize = 0;
  }
}
