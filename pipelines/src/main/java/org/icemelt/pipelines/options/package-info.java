/**
 * What a user can set. In: command-line words. Out: Beam {@code PipelineOptions}, and from them
 * typed, absolute settings. It never opens a file or a catalog.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.options;
