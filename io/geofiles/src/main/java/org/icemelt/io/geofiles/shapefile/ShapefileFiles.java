package org.icemelt.io.geofiles.shapefile;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.model.FeatureSchema;

/** Entry to Shapefiles, by their .shp. */
public final class ShapefileFiles {
  private ShapefileFiles() {}

  public static List<Layer> inspect(GeoFile file, long splitBytes)
      throws GeoFileException, IOException {
    return List.of(new ShapefileInspection(file, splitBytes).inspect());
  }

  public static FeatureCursor open(Layer layer, Split split, FeatureSchema target)
      throws GeoFileException, IOException {
    return new ShapefileCursor(layer, split, target);
  }

  static Shp open(GeoFile file, Companions companions) throws GeoFileException, IOException {
    try {
      return new Shp(companions.shp(), companions.find("shx"));
    } catch (EOFException e) {
      throw ShapefileErrors.cut(file, "the file ends inside its header", 0, e);
    }
  }
}
