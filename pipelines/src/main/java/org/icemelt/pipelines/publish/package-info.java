/**
 * After the commit: the lake's tables in other places. In: a lake, and an address. Out: a DuckDB
 * file, a MotherDuck database, or another lake, each changed whole or not at all.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.publish;
