/**
 * The program. In: the words a user typed. Out: an exit code, and whatever the command made. Each
 * command reads its options once into typed values; nothing past that sees {@code PipelineOptions}.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines;
