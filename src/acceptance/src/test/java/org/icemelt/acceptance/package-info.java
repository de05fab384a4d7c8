/**
 * The program as its users see it: run as a process of its own, its words and exit codes read, its
 * lakes judged by DuckDB. In: the packaged jar. Out: claims about the whole. It never calls the
 * program's classes; expected values come from other implementations ({@code
 * src/acceptance/oracle}).
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.acceptance;
