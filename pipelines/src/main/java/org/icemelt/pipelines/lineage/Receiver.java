package org.icemelt.pipelines.lineage;

import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.FileConfig;
import io.openlineage.client.transports.FileTransport;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.Transport;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.icemelt.pipelines.UsageException;
import org.jspecify.annotations.Nullable;

/** Where events go: a file, to which each adds a line, or an address that they are posted to. */
sealed interface Receiver {
  /** A new connection, to be closed. */
  Transport open();

  /**
   * Reads the values of {@code --openLineage}.
   *
   * @param folder relative files count from it
   * @throws UsageException if one is neither
   */
  static List<Receiver> parse(
      @Nullable List<String> values, Path folder, Map<String, String> environment) {
    List<Receiver> receivers = new ArrayList<>();
    for (String value : values == null ? List.<String>of() : values) {
      receivers.add(parse(value.strip(), folder, environment));
    }
    return receivers;
  }

  private static Receiver parse(String value, Path folder, Map<String, String> environment) {
    try {
      if (!value.contains("://")) {
        if (value.isEmpty()) {
          throw new IllegalArgumentException("it is empty");
        }
        return new LinesInFile(folder.resolve(value).toAbsolutePath().normalize());
      }
      URI address = URI.create(value);
      if (!List.of("http", "https").contains(address.getScheme()) || address.getHost() == null) {
        throw new IllegalArgumentException("an address begins with http:// or https://");
      }
      if (address.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "options are shown by runners, so no password belongs in one; put a key into "
                + Posts.KEY);
      }
      return new Posts(address, environment.get(Posts.KEY));
    } catch (InvalidPathException e) {
      throw refused(value, String.valueOf(e.getReason()), e);
    } catch (IllegalArgumentException e) {
      throw refused(value, String.valueOf(e.getMessage()), e);
    }
  }

  private static UsageException refused(String value, String why, RuntimeException cause) {
    return new UsageException(
        "Invalid --openLineage=%s: %s. Give a file, or an address such as http://localhost:5000."
            .formatted(value.replaceAll("//[^/@]*@", "//***@"), why),
        cause);
  }

  /**
   * A file of JSON lines.
   *
   * @param path absolute; its folder is made
   */
  record LinesInFile(Path path) implements Receiver {
    @Override
    public Transport open() {
      return new FileTransport(new FileConfig(path.toString()));
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A server.
   *
   * @param address with its path, or without one for OpenLineage's usual one
   * @param key sent as a bearer token; null for none
   */
  record Posts(URI address, @Nullable String key) implements Receiver {
    static final String KEY = "OPENLINEAGE_API_KEY";

    /** Longest wait for an answer, in ms: a run ends later by that, at most, for each event. */
    private static final int PATIENCE_MILLIS = 5_000;

    @Override
    public Transport open() {
      HttpConfig config = new HttpConfig();
      config.setUrl(address);
      config.setTimeoutInMillis(PATIENCE_MILLIS);
      if (key != null && !key.isEmpty()) {
        ApiKeyTokenProvider bearer = new ApiKeyTokenProvider();
        bearer.setApiKey(key);
        config.setAuth(bearer);
      }
      return new HttpTransport(config);
    }

    @Override
    public String toString() {
      return address.toString();
    }
  }
}
