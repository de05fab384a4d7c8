package org.icemelt.io.repositories;

import java.io.IOException;
import java.util.List;

/** Asks a repository which files a dataset has. */
interface Resolver {
  List<RemoteFile> files(FetchRequest request) throws FetchException, IOException;
}
