package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source column counts in.
 *
 * @param name as {@code field_mapping.source_unit} shows it
 * @param factor from this unit to the target's own (m² or MW); null where each value states its own
 * @param basis the capacity basis that the unit itself states ({@code kWp}: dc), or null
 */
public record Unit(String name, @Nullable Double factor, @Nullable String basis)
    implements Serializable {
  /** Number and unit in one text, such as {@code 7.5 kWp}. */
  static final Unit AS_WRITTEN = new Unit("as written", null, null);

  /** The square of the source CRS's own unit, known only with the file's CRS. */
  static final Unit CRS_UNIT_SQUARED = new Unit("CRS unit squared", null, null);

  static final Unit SQUARE_METRE = new Unit("m2", 1.0, null);
  static final Unit MEGAWATT = new Unit("MW", 1.0, null);

  private static final List<Unit> AREAS =
      List.of(
          SQUARE_METRE,
          new Unit("km2", 1e6, null),
          new Unit("ha", 1e4, null),
          new Unit("acre", 4046.8564224, null),
          new Unit("ft2", 0.09290304, null));

  private static final List<Unit> POWERS =
      List.of(
          MEGAWATT,
          new Unit("kW", 0.001, null),
          new Unit("W", 1e-6, null),
          new Unit("GW", 1000.0, null));

  /**
   * The unit of that name for that target, whatever its case: {@code m2} (also {@code m²}, {@code
   * sqm}), {@code km2} ({@code km²}, {@code sqkm}), {@code ha}, {@code acre}, {@code ft2} ({@code
   * sqft}); {@code W}, {@code kW}, {@code MW}, {@code GW}, each also with {@code p} or {@code dc}
   * (basis dc) or {@code ac} behind it, and {@code as written}. Empty for any other.
   */
  public static Optional<Unit> of(Target target, String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT).replace("²", "2");
    return switch (target) {
      case SOURCE_AREA_M2 -> area(wanted);
      case CAPACITY_MW -> wanted.equals(AS_WRITTEN.name) ? Optional.of(AS_WRITTEN) : power(wanted);
      default -> Optional.empty();
    };
  }

  /**
   * The unit that the column's name ends in, after an underscore or in parentheses: {@code
   * Area_sqm}, {@code Power_kW}, {@code capacity_repd_MWp}, {@code Capacity (MW)}.
   */
  static Optional<Unit> statedBy(Target target, String column) {
    int open = column.lastIndexOf('(');
    String last =
        open >= 0 && column.endsWith(")")
            ? column.substring(open + 1, column.length() - 1)
            : column.substring(column.lastIndexOf('_') + 1);
    return last.length() == column.length() ? Optional.empty() : of(target, last);
  }

  /** The target's own unit; empty for targets that are no quantities. */
  static Optional<Unit> own(Target target) {
    return switch (target) {
      case SOURCE_AREA_M2 -> Optional.of(SQUARE_METRE);
      case CAPACITY_MW -> Optional.of(MEGAWATT);
      default -> Optional.empty();
    };
  }

  private static Optional<Unit> area(String wanted) {
    String name =
        switch (wanted) {
          case "sqm" -> "m2";
          case "sqkm" -> "km2";
          case "sqft" -> "ft2";
          default -> wanted;
        };
    return AREAS.stream().filter(u -> u.name.equals(name)).findFirst();
  }

  private static Optional<Unit> power(String wanted) {
    for (Unit unit : POWERS) {
      String name = unit.name.toLowerCase(Locale.ROOT);
      if (!wanted.startsWith(name)) {
        continue;
      }
      String suffix = wanted.substring(name.length());
      switch (suffix) {
        case "":
          return Optional.of(unit);
        case "p", "dc":
          return Optional.of(new Unit(unit.name + suffix, unit.factor, "dc"));
        case "ac":
          return Optional.of(new Unit(unit.name + suffix, unit.factor, "ac"));
        default:
      }
    }
    return Optional.empty();
  }
}
