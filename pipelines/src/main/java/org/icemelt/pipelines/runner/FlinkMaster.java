package org.icemelt.pipelines.runner;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where Flink runs.
 *
 * @param text as {@code --flinkMaster} says it: {@code [local]}, {@code [auto]} or {@code
 *     host:port}
 */
public record FlinkMaster(String text) {
  static final String AUTO = "[auto]";

  /** Of the JobManager, if only its host is named. */
  private static final int DEFAULT_PORT = 8081;

  public FlinkMaster {
    requireNonNull(text, "text");
  }

  /** The cluster that {@code flink run} submits to, or this process. */
  public boolean isAuto() {
    return text.equals(AUTO);
  }

  /** This process. */
  boolean isEmbedded() {
    return text.equals("[local]") || text.equals("[collection]");
  }

  /** Base of the JobManager's REST interface; empty unless a host is named. */
  public Optional<URI> rest() {
    if (isAuto() || isEmbedded()) {
      return Optional.empty();
    }
    boolean hasScheme = text.toLowerCase(Locale.ROOT).matches("https?://.*");
    URI uri = URI.create((hasScheme ? text : "http://" + text).replaceAll("/+$", ""));
    return Optional.of(
        uri.getPort() >= 0
            ? uri
            : URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + DEFAULT_PORT));
  }

  /** Whether the named host is the machine that this program runs on. */
  boolean isThisMachine() {
    return rest().map(URI::getHost).filter(FlinkMaster::isOurs).isPresent();
  }

  private static boolean isOurs(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host.replaceAll("[\\[\\]]", ""))) {
        if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }
}
