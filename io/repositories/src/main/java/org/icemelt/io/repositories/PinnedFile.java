package org.icemelt.io.repositories;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest states about one file of a dataset; null where it states nothing.
 *
 * @param md5 lower-case hexadecimal
 * @param sha256 lower-case hexadecimal
 * @param size in bytes
 * @param url where to get it
 */
public record PinnedFile(
    @Nullable String md5, @Nullable String sha256, @Nullable Long size, @Nullable String url)
    implements Serializable {}
