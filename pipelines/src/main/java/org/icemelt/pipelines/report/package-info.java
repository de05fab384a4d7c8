/**
 * What a run did, for people and for scripts. In: the verdicts on the datasets and the commit's
 * result. Out: {@code <runId>.json}, the closing table, the exit code. It counts nothing itself:
 * every figure comes from what was committed.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.report;
