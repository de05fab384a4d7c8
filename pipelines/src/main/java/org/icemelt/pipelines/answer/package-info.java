/**
 * {@code query}: one SQL statement and its answer, printed. In: a {@link
 * org.icemelt.pipelines.query.LakeQuery}'s rows. Out: a table, CSV or JSON.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.answer;
