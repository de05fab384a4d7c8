package org.icemelt.pipelines.onepass;

/**
 * A composite that is a line of steps worth telling apart: {@link OnePass} may run it as one, a
 * drawn plan shows its parts.
 */
public interface LineOfSteps {}
