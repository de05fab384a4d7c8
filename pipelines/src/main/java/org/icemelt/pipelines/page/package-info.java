/**
 * Self-contained HTML pages. In: a template and what it shows. Out: one file that opens from disk,
 * loads nothing from anywhere and runs no script but its own. It knows nothing of lakes or graphs.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.page;
