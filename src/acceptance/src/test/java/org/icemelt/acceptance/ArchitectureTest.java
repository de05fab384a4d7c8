package org.icemelt.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, and each outside world is touched in one room only. */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.icemelt");

  private static final DescribedPredicate<JavaClass> PROJECT = resideInAPackage("org.icemelt..");

  @Test
  void everyRoomIsThere() {
    assertThat(OURS.stream().map(JavaClass::getPackageName))
        .contains(
            "org.icemelt.io.model",
            "org.icemelt.io.parquet",
            "org.icemelt.io.ducklake",
            "org.icemelt.io.geofiles",
            "org.icemelt.io.repositories",
            "org.icemelt.transforms.normalise",
            "org.icemelt.transforms.harmonise",
            "org.icemelt.pipelines");
  }

  @Test
  void nothingDependsOnPipelines() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.icemelt.pipelines..", "org.icemelt.acceptance..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.icemelt.pipelines..")
        .check(OURS);
  }

  @Test
  void transformsKnowOfIoOnlyTheModel() {
    onlyKnow("org.icemelt.transforms..", "org.icemelt.io.model..");
  }

  @Test
  void theModelKnowsNoOtherRoom() {
    onlyKnow("org.icemelt.io.model..");
  }

  @Test
  void duckLakeStandsAlone() {
    onlyKnow("org.icemelt.io.ducklake..", "org.icemelt.io.parquet..");
    onlyKnow("org.icemelt.io.parquet..");
    noClasses()
        .that()
        .resideInAnyPackage("org.icemelt.io.ducklake..", "org.icemelt.io.parquet..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.geotools..", "org.locationtech..", "com.uber.h3core..")
        .check(OURS);
  }

  @Test
  void readersAndFetchersKnowOfIoOnlyWhatTheyNeed() {
    onlyKnow("org.icemelt.io.geofiles..", "org.icemelt.io.model..", "org.icemelt.io.parquet..");
    onlyKnow("org.icemelt.io.repositories..");
  }

  @Test
  void parsersEncodersAndTheCatalogKnowNothingOfBeam() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.icemelt.io.ducklake.internal.catalog..",
            "org.icemelt.io.ducklake.internal.parquet..",
            "org.icemelt.io.geofiles.geojson..",
            "org.icemelt.io.geofiles.shapefile..",
            "org.icemelt.io.geofiles.geopackage..",
            "org.icemelt.io.geofiles.geoparquet..",
            "org.icemelt.io.repositories..",
            "org.icemelt.transforms.crs..",
            "org.icemelt.pipelines.manifest..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .check(OURS);
  }

  @Test
  void onlyCatalogGeoPackageReaderAndQueriesSpeakSql() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.icemelt.io.ducklake.internal.catalog..",
            "org.icemelt.io.geofiles.geopackage..",
            "org.icemelt.pipelines.query..",
            "org.icemelt.judge..",
            "org.icemelt.acceptance..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..")
        .check(OURS);
  }

  @Test
  void onlyTheCrsPackageTouchesGeoTools() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.icemelt.transforms.crs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.geotools..", "org.opengis..")
        .check(OURS);
  }

  @Test
  void onlyTransformsReproject() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.icemelt.transforms..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.locationtech.proj4j..")
        .check(OURS);
  }

  @Test
  void theProgramKnowsNothingOfItsJudges() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.icemelt.judge..", "org.icemelt.acceptance..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.icemelt.judge..", "org.icemelt.acceptance..")
        .check(OURS);
  }

  /** Classes of {@code room} depend on no class of the project but their own and {@code others}. */
  private static void onlyKnow(String room, String... others) {
    classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(PROJECT)
                .or(resideInAPackage(room))
                .or(resideInAnyPackage(others)))
        .check(OURS);
  }
}
