package org.icemelt.io.repositories;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that a user's environment names, as other programs take them: {@code https_proxy},
 * {@code http_proxy}, {@code all_proxy} and {@code no_proxy}, in small letters or capitals. Where
 * Java's own properties ({@code -Dhttps.proxyHost}) name one, that one wins.
 */
final class Proxies extends ProxySelector {
  private static final int DEFAULT_PORT = 80;

  private final Map<String, String> environment;
  private final ProxySelector java;

  Proxies(Map<String, String> environment, ProxySelector java) {
    this.environment = Map.copyOf(environment);
    this.java = java;
  }

  static ProxySelector ofThisProcess() {
    return new Proxies(System.getenv(), ProxySelector.getDefault());
  }

  @Override
  public List<Proxy> select(URI uri) {
    List<Proxy> own = java.select(uri);
    if (own.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
      return own;
    }
    String address = value(uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
    if (address == null) {
      address = value("all_proxy");
    }
    if (address == null || isLoopback(uri.getHost()) || isExcepted(uri.getHost())) {
      return own;
    }
    URI proxy = URI.create(address.contains("://") ? address : "http://" + address);
    if (proxy.getHost() == null) {
      return own;
    }
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
  }

  private @Nullable String value(String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      value = environment.get(name.toUpperCase(Locale.ROOT));
    }
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private boolean isExcepted(String host) {
    String list = value("no_proxy");
    if (list == null) {
      return false;
    }
    for (String entry : list.split("[,\\s]+")) {
      String domain = entry.startsWith("*.") ? entry.substring(2) : entry.replaceFirst("^\\.", "");
      boolean same = host.equalsIgnoreCase(domain);
      boolean below = host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT));
      if (entry.equals("*") || (!domain.isEmpty() && (same || below))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    java.connectFailed(uri, address, failure);
  }
}
