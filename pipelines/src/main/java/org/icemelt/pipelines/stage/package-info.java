/**
 * The stages of a run, and the mark by which a step says to which it belongs. In: nothing. Out:
 * what the drawn plan and the report's timings are grouped by. It never runs anything.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.stage;
