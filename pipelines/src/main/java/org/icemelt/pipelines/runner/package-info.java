/**
 * Where a pipeline runs. In: the words of the command line. Out: the options that the chosen runner
 * needs, refusals of what cannot work there, and a view of a job on a Flink cluster by its REST
 * interface. It never builds a graph, reads a lake or prints.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.runner;
