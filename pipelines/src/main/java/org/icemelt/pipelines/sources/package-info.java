/**
 * {@code sources} and {@code freshness}: the lake as dbt sees it. In: the catalog, and the times in
 * the lake's tables. Out: {@code sources.yml}, a dbt project, or an age a source with an exit code.
 * Both commands ask the same query of a table, so that dbt and the program agree.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.sources;
