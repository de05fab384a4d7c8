/**
 * From where a dataset is published to files on local disk. In: a {@link
 * org.icemelt.io.repositories.FetchRequest} (repository, locator, filters, limits). Out: {@link
 * org.icemelt.io.repositories.FetchedFile}s, each one main file with its companions beside it,
 * unpacked from its archives. It never looks into a feature file, never writes outside the cache
 * folder and never unpacks a member that nobody asked for.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.repositories;
