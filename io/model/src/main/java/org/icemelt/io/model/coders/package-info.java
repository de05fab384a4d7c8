/**
 * How the elements travel between workers. In: the records of {@link org.icemelt.io.model}. Out:
 * deterministic bytes, and equal records from them. It registers nothing: callers take a coder from
 * {@link org.icemelt.io.model.coders.ModelCoders} and set it.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.model.coders;
