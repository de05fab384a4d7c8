/**
 * How a run ended. In: a run id and the folder of run reports. Out: the report, printed, and the
 * exit code it asks for. It never looks at a lake or a cluster.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.status;
