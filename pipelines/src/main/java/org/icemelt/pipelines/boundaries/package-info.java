/**
 * Boundaries that a user names. In: Overture's divisions by path, glob or address. Out: countries
 * and regions as the layers use them. The embedded ones are {@link
 * org.icemelt.transforms.admin.NaturalEarth}.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.boundaries;
