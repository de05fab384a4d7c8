package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers meet the classes of the elements they read in any order. */
class FirstUseTest {
  @ParameterizedTest
  @ValueSource(strings = {"DuckLakeType", "DuckLakeType$Scalar", "DuckLakeType$DecimalType"})
  void typesAreThereWhicheverClassIsMetFirst(String first) throws Exception {
    URL classes = DuckLakeType.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader fresh =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class.forName("org.icemelt.io.ducklake." + first, true, fresh);
      int constants = 0;
      for (Field field : fresh.loadClass(DuckLakeType.class.getName()).getFields()) {
        assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
        assertThat(field.get(null)).as(field.getName()).isNotNull().hasToString(field.getName());
        constants++;
      }
      assertThat(constants).isEqualTo(DuckLakeType.Scalar.values().length);
    }
  }
}
