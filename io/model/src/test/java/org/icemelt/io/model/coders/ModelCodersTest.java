package org.icemelt.io.model.coders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.SerializableUtils;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.ValueType;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

class ModelCodersTest {
  private static final FeatureSource SOURCE =
      new FeatureSource(
          "d", "f.geojson", "EPSG:4326", FeatureSchema.of(new Column("a", ValueType.INT64)));

  private static Feature feature(long row) {
    return new Feature(
        SOURCE,
        row,
        new GeometryFactory().createPoint(new Coordinate(1, 2, 3)),
        Arrays.asList((Object) row));
  }

  @Test
  void sharesOneSourceAmongTheFeaturesThatACoderDecodes() throws Exception {
    Coder<Feature> coder = ModelCoders.feature();
    var out = new ByteArrayOutputStream();
    coder.encode(feature(0), out);
    coder.encode(feature(1), out);
    var in = new ByteArrayInputStream(out.toByteArray());

    Feature first = coder.decode(in);
    Feature second = coder.decode(in);

    assertThat(second.source()).isSameAs(first.source()).isEqualTo(SOURCE);
    assertThat(second.values()).containsExactly(1L);
    assertThat(second.geometry().getCoordinate().getZ()).isEqualTo(3);
  }

  @Test
  void worksAfterBeingSerializedItself() throws Exception {
    for (Coder<?> coder :
        List.of(ModelCoders.feature(), ModelCoders.site(), ModelCoders.pvRecord())) {
      coder.verifyDeterministic();
      assertThat(SerializableUtils.clone(coder)).isEqualTo(coder);
    }
    Coder<Feature> copy = SerializableUtils.clone(ModelCoders.feature());
    var out = new ByteArrayOutputStream();
    copy.encode(feature(7), out);

    assertThat(copy.decode(new ByteArrayInputStream(out.toByteArray())).row()).isEqualTo(7);
  }

  @Test
  void refusesBytesThatEndInsideAnElement() throws Exception {
    var out = new ByteArrayOutputStream();
    ModelCoders.feature().encode(feature(7), out);
    byte[] cut = Arrays.copyOf(out.toByteArray(), out.size() - 1);

    assertThatThrownBy(() -> ModelCoders.feature().decode(new ByteArrayInputStream(cut)))
        .isInstanceOf(EOFException.class)
        .hasMessage("The bytes end inside an element");
  }

  @Test
  void keepsARejectWhole() throws Exception {
    Reject reject =
        new Reject("d", "f", 3, RejectReason.RING_NOT_CLOSED, "Ring 0 is open", "POLYGON …");
    var out = new ByteArrayOutputStream();
    ModelCoders.reject().encode(reject, out);

    assertThat(ModelCoders.reject().decode(new ByteArrayInputStream(out.toByteArray())))
        .isEqualTo(reject);
  }
}
