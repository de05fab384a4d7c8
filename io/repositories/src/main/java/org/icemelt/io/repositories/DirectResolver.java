package org.icemelt.io.repositories;

import java.net.URI;
import java.util.List;

/** One address is one file; its name is the last of the address's path. */
final class DirectResolver implements Resolver {
  @Override
  public List<RemoteFile> files(FetchRequest request) throws FetchException {
    SourceLocation location = request.location();
    if (!Doi.isAddress(location.locator())) {
      throw Answers.invalid(request, "an address of a file, http:// or https://");
    }
    String path;
    try {
      path = URI.create(location.locator()).getPath();
    } catch (IllegalArgumentException e) {
      throw Answers.invalid(request, "an address of a file without blanks");
    }
    String name = path == null ? "" : FileMatcher.baseName(path);
    return List.of(
        new RemoteFile(
            name.isEmpty() ? "download" : name,
            location.locator(),
            -1,
            null,
            location.version(),
            location.license()));
  }
}
