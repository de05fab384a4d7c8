package org.icemelt.pipelines.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.statistics.Group;
import org.icemelt.transforms.statistics.Totals;
import org.jspecify.annotations.Nullable;

/** The rows of the tables of sums, in the order of their keys. */
final class LayerRows {
  private LayerRows() {}

  static List<List<@Nullable Object>> countries(Map<Group, Totals> totals) {
    return rows(
        totals,
        Group.Country.class,
        Comparator.comparing(Group.Country::iso, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Group.Country::name, Comparator.nullsLast(Comparator.naturalOrder())),
        (country, sum) ->
            row(
                country.iso(),
                country.name(),
                sum.records(),
                sum.installations(),
                sum.areaM2(),
                sum.capacities().ac(),
                sum.capacities().dc(),
                sum.capacities().unknown(),
                sum.datasets()));
  }

  static List<List<@Nullable Object>> cells(Map<Group, Totals> totals) {
    return rows(
        totals,
        Group.Cell.class,
        Comparator.comparing(Group.Cell::iso, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Group.Cell::cell, Long::compareUnsigned),
        (cell, sum) ->
            row(
                cell.iso(),
                cell.cell(),
                Group.Cell.RESOLUTION,
                sum.records(),
                sum.installations(),
                sum.areaM2(),
                Group.Cell.density(sum.installations())));
  }

  static List<List<@Nullable Object>> summary(
      Map<Group, Totals> totals, Map<String, SourceNote> notes) {
    return rows(
        totals,
        Group.Dataset.class,
        Comparator.comparing(Group.Dataset::name),
        (dataset, sum) -> {
          SourceNote note = notes.get(dataset.name());
          return row(
              dataset.name(),
              sum.records(),
              sum.meanAreaM2(),
              sum.areaM2(),
              sum.minAreaM2(),
              sum.maxAreaM2(),
              sum.capacities().ac(),
              sum.capacities().dc(),
              sum.capacities().unknown(),
              sum.minLon(),
              sum.minLat(),
              sum.maxLon(),
              sum.maxLat(),
              sum.firstProcessed(),
              sum.lastProcessed(),
              sum.doi(),
              note == null ? null : note.license(),
              note == null ? null : note.rejected(),
              sum.duplicates());
        });
  }

  static List<List<@Nullable Object>> grid(Map<Group, Totals> totals) {
    return rows(
        totals,
        Group.Bucket.class,
        Comparator.comparing(Group.Bucket::lonTenths).thenComparing(Group.Bucket::latTenths),
        (bucket, sum) ->
            row(
                bucket.lon(),
                bucket.lat(),
                sum.installations(),
                sum.areaM2(),
                sum.capacities().ac(),
                sum.capacities().dc(),
                sum.capacities().unknown()));
  }

  static List<List<@Nullable Object>> boundaries(Iterable<Boundary> boundaries) {
    List<Boundary> all = new ArrayList<>();
    boundaries.forEach(all::add);
    all.sort(Comparator.comparing(Boundary::level).thenComparing(Boundary::id));
    return all.stream()
        .map(
            b ->
                row(
                    b.id(),
                    b.name(),
                    b.isoA2(),
                    b.isoA3(),
                    b.level(),
                    b.parentId(),
                    b.wkt(),
                    b.minLon(),
                    b.minLat(),
                    b.maxLon(),
                    b.maxLat()))
        .toList();
  }

  private static <G extends Group> List<List<@Nullable Object>> rows(
      Map<Group, Totals> totals,
      Class<G> kind,
      Comparator<G> order,
      BiFunction<G, Totals, List<@Nullable Object>> row) {
    return totals.keySet().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .sorted(order)
        .map(group -> row.apply(group, totals.get(group)))
        .toList();
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
