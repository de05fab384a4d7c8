package org.icemelt.pipelines.manifest;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.transforms.harmonise.FieldSource;

/**
 * What the manifest says of the common columns; it wins over the dataset's profile.
 *
 * @param fields by target, the source columns to try in order
 * @param recordRoles by file pattern, in order; a lone word has the pattern {@code *}; empty if
 *     silent
 * @param keepCols source columns to which raw tables may be narrowed; empty = all
 */
public record Mapping(
    Map<String, List<FieldSource>> fields, Map<String, String> recordRoles, List<String> keepCols)
    implements Serializable {
  public Mapping {
    Map<String, List<FieldSource>> copy = new LinkedHashMap<>();
    fields.forEach((target, sources) -> copy.put(target, List.copyOf(sources)));
    fields = Collections.unmodifiableMap(copy);
    recordRoles = Collections.unmodifiableMap(new LinkedHashMap<>(recordRoles));
    keepCols = List.copyOf(keepCols);
  }
}
