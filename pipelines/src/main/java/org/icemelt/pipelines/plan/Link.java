package org.icemelt.pipelines.plan;

/**
 * Data that goes from one step to another.
 *
 * @param side whether all of it is side input: {@code to} waits until {@code from} is done
 */
public record Link(String from, String to, boolean side) {}
