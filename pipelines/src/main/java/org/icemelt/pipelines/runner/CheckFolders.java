package org.icemelt.pipelines.runner;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.beam.sdk.transforms.DoFn;

/** Hands on what it gets, once it has seen that this worker shares the submitter's folders. */
public final class CheckFolders<T> extends DoFn<T, T> {
  private final SharedFolders folders;

  public CheckFolders(SharedFolders folders) {
    this.folders = requireNonNull(folders);
  }

  @Setup
  public void look() throws UnknownHostException {
    folders.require(InetAddress.getLocalHost().getHostName());
  }

  @ProcessElement
  public void handOn(@Element T element, OutputReceiver<T> out) {
    out.output(element);
  }
}
