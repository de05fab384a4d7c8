package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server on this machine that answers as told, and keeps what it was asked. */
final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Answers one request; the exchange is closed behind it. */
  interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  LoopbackServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(pool);
    server.createContext("/", this::answer);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Requests so far: method, path with query, and {@code [range]} if one was asked for. */
  List<String> log() {
    return List.copyOf(log);
  }

  /** Requests so far whose path begins so. */
  List<String> log(String path) {
    return log.stream().filter(line -> line.split(" ")[1].startsWith(path)).toList();
  }

  void forget() {
    log.clear();
  }

  /** Answers requests for a path, with or without a query. */
  LoopbackServer on(String path, Handler handler) {
    handlers.put(path, handler);
    return this;
  }

  LoopbackServer json(String path, String json) {
    return on(path, exchange -> send(exchange, 200, json.getBytes(UTF_8)));
  }

  LoopbackServer redirect(String path, String to) {
    return on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", to);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  LoopbackServer status(String path, int status) {
    return on(path, exchange -> exchange.sendResponseHeaders(status, -1));
  }

  /** A file, whole or from where a range begins. */
  LoopbackServer file(String path, Path file) {
    return on(path, exchange -> sendFile(exchange, file));
  }

  /** Waits, less long if the server is closed; for answers that come slowly. */
  boolean closesWithin(long millis) throws InterruptedException {
    return closed.await(millis, TimeUnit.MILLISECONDS);
  }

  static void sendFile(HttpExchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    long from = from(exchange);
    exchange.getResponseHeaders().set("ETag", '"' + Long.toHexString(size) + '"');
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(size));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, size - from);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      in.transferTo(exchange.getResponseBody());
    }
  }

  /** Where the range asked for begins; 0 if none is. */
  static long from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null
        ? 0
        : Long.parseLong(range.substring("bytes=".length(), range.length() - 1));
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    pool.shutdownNow();
  }

  private void answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().toString();
    String range = exchange.getRequestHeaders().getFirst("Range");
    log.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " [" + range + "]"));
    Handler handler = handlers.getOrDefault(path, handlers.get(path.replaceFirst("\\?.*", "")));
    try (exchange) {
      if (handler == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        handler.handle(exchange);
      }
    } catch (IOException | InterruptedException clientHasGone) {
      // seen by the client
    }
  }
}
