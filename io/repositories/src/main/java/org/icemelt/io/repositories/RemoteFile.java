package org.icemelt.io.repositories;

import org.jspecify.annotations.Nullable;

/**
 * A file as a repository lists it.
 *
 * @param name its path there
 * @param bytes size; -1 if not stated
 * @param checksum {@code md5:}, {@code sha256:} or {@code git:} and hexadecimal digits; null if not
 *     stated. {@code git:} is that of a Git blob
 */
record RemoteFile(
    String name,
    String url,
    long bytes,
    @Nullable String checksum,
    @Nullable String version,
    @Nullable String license) {

  /** With what the manifest states of it in place of what the repository does. */
  RemoteFile pinned(PinnedFile pin) {
    String stated =
        pin.sha256() != null
            ? "sha256:" + pin.sha256()
            : pin.md5() != null ? "md5:" + pin.md5() : checksum;
    return new RemoteFile(
        name,
        pin.url() == null ? url : pin.url(),
        pin.size() == null ? bytes : pin.size(),
        stated,
        version,
        license);
  }
}
