package org.icemelt.io.repositories;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that answers as told, and keeps what it was asked. */
final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  /** Answers one request; the exchange is closed behind it. */
  interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(pool);
    server.createContext("/", this::answer);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Endpoints endpoints() {
    return new Endpoints(base(), base(), base(), base(), base() + "/raw");
  }

  /** Requests so far: method, path with query, and {@code [range]} if one was asked for. */
  List<String> log() {
    return List.copyOf(log);
  }

  void forget() {
    log.clear();
  }

  LoopbackServer on(String path, Handler handler) {
    handlers.put(path, handler);
    return this;
  }

  LoopbackServer json(String path, String json) {
    byte[] body = json.replace("BASE", base()).getBytes(StandardCharsets.UTF_8);
    return on(path, exchange -> send(exchange, 200, body));
  }

  /** A file, whole or from where a range begins. */
  LoopbackServer file(String path, byte[] content) {
    return on(path, exchange -> sendFile(exchange, content));
  }

  static void sendFile(HttpExchange exchange, byte[] content) throws IOException {
    int from = from(exchange);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    byte[] rest = java.util.Arrays.copyOfRange(content, from, content.length);
    send(exchange, from > 0 ? 206 : 200, rest);
  }

  /** Where the range asked for begins; 0 if none is. */
  static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }

  private void answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().toString();
    String range = exchange.getRequestHeaders().getFirst("Range");
    log.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " [" + range + "]"));
    Handler handler = handlers.getOrDefault(path, handlers.get(withoutQuery(path)));
    try (exchange) {
      if (handler == null) {
        send(exchange, 404, new byte[0]);
      } else {
        handler.handle(exchange);
      }
    } catch (IOException | InterruptedException clientHasGone) {
      // seen by the client
    }
  }

  private static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}
