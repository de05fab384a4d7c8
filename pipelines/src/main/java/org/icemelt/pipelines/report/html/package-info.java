/**
 * The report of a run, or of a lake, as one HTML page with a map. In: what a run or {@code verify}
 * found, and the lake. Out: the page's text. It never writes to a lake and decides nothing.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.report.html;
