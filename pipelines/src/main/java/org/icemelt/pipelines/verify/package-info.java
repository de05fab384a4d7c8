/**
 * {@code verify}: looks at a lake and says what is wrong with it. In: the catalog and the files it
 * names. Out: one line a table, one line a fault, exit 1 on any. It never writes.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.verify;
