/**
 * Runs a composite's line of steps as one. In: a pipeline for a runner that hands every step's
 * output over as a whole. Out: the same pipeline, in which an element passes all steps of the
 * composite before the next one is touched, so that memory does not grow with a bundle. It never
 * changes what a step does; runners that chain steps themselves do not need it.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.onepass;
