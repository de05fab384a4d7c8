/** Micro-benchmarks of the loops that a build spends its time in, by JMH. */
@org.jspecify.annotations.NullMarked
package org.icemelt.bench;
