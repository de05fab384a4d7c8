/**
 * What a run read and wrote, told to machines as <a href="https://openlineage.io">OpenLineage</a>
 * events. In: a run's beginning and end, and the lake it left. Out: events to files and receivers.
 * It never fails a run: what cannot be sent is a warning.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.lineage;
