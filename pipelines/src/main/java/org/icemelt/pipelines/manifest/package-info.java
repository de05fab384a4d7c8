/**
 * The list of datasets. In: a manifest (JSON: embedded, file or URL). Out: one {@link
 * org.icemelt.pipelines.manifest.DatasetSpec} a dataset, or all the faults at once, each with
 * dataset, key and line. It never looks at a dataset's files.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.manifest;
