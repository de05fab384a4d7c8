package org.icemelt.io.ducklake.internal.catalog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.icemelt.io.ducklake.Secret;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database as libpq, and so DuckDB, finds it: connection words or a URI, then the PG*
 * environment variables, then a password file.
 *
 * @param settings by libpq's word; without the password
 */
record PostgresAddress(Map<String, String> settings, @Nullable Secret password) {
  private static final String DEFAULT_PORT = "5432";

  /** libpq's words, each with the variable that stands in for it; "" if there is none. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("host", "PGHOST"),
          Map.entry("hostaddr", "PGHOSTADDR"),
          Map.entry("port", "PGPORT"),
          Map.entry("dbname", "PGDATABASE"),
          Map.entry("user", "PGUSER"),
          Map.entry("password", "PGPASSWORD"),
          Map.entry("passfile", "PGPASSFILE"),
          Map.entry("options", "PGOPTIONS"),
          Map.entry("application_name", "PGAPPNAME"),
          Map.entry("fallback_application_name", ""),
          Map.entry("connect_timeout", "PGCONNECT_TIMEOUT"),
          Map.entry("sslmode", "PGSSLMODE"),
          Map.entry("sslrootcert", "PGSSLROOTCERT"),
          Map.entry("sslcert", "PGSSLCERT"),
          Map.entry("sslkey", "PGSSLKEY"),
          Map.entry("target_session_attrs", "PGTARGETSESSIONATTRS"),
          Map.entry("client_encoding", "PGCLIENTENCODING"),
          Map.entry("keepalives", ""));

  /**
   * Reads an address.
   *
   * @param target what follows {@code postgres:}; may be empty if the environment says it all
   * @param environment of the process that connects
   * @throws IllegalArgumentException naming the word that is wrong, never its value
   */
  static PostgresAddress parse(String target, UnaryOperator<@Nullable String> environment) {
    Map<String, String> settings =
        new LinkedHashMap<>(
            target.matches("(?is)postgres(ql)?://.*") ? ofUri(target) : ofWords(target));
    for (String word : settings.keySet()) {
      if (!WORDS.containsKey(word)) {
        throw new IllegalArgumentException(
            "Cannot connect to PostgreSQL with \"%s\": known words are %s."
                .formatted(word, String.join(", ", WORDS.keySet().stream().sorted().toList())));
      }
    }
    WORDS.forEach(
        (word, variable) -> {
          String value = variable.isEmpty() ? null : environment.apply(variable);
          if (value != null && !value.isEmpty()) {
            settings.putIfAbsent(word, value);
          }
        });
    String given = settings.remove("password");
    settings.putIfAbsent("host", settings.getOrDefault("hostaddr", "localhost"));
    settings.putIfAbsent("user", System.getProperty("user.name"));
    settings.putIfAbsent("dbname", settings.get("user"));
    Secret password =
        given == null || given.isEmpty()
            ? PasswordFile.find(settings, environment).orElse(null)
            : Secret.of(given);
    return new PostgresAddress(settings, password);
  }

  PostgresAddress {
    settings = Map.copyOf(settings);
  }

  /** libpq's words: {@code key = value}, a value in single quotes if it holds blanks. */
  private static Map<String, String> ofWords(String text) {
    Map<String, String> words = new LinkedHashMap<>();
    int at = blanks(text, 0);
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        throw new IllegalArgumentException(
            "Invalid PostgreSQL address: missing \"=\" after word %d. Write dbname=… host=… user=…."
                .formatted(words.size() + 1));
      }
      String word = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = value(text, blanks(text, equals + 1), word, value);
      words.put(word, value.toString());
      at = blanks(text, at);
    }
    return words;
  }

  private static int blanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Reads one value into {@code into}; returns where it ended. */
  private static int value(String text, int from, String word, StringBuilder into) {
    boolean quoted = from < text.length() && text.charAt(from) == '\'';
    int at = quoted ? from + 1 : from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quoted ? c == '\'' : Character.isWhitespace(c)) {
        return quoted ? at + 1 : at;
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        c = text.charAt(at);
      }
      into.append(c);
      at++;
    }
    if (quoted) {
      throw new IllegalArgumentException(
          "Invalid PostgreSQL address: the quote after %s= is not closed.".formatted(word));
    }
    return at;
  }

  /** {@code postgresql://user:password@host:port,host:port/dbname?word=value&…}. */
  private static Map<String, String> ofUri(String uri) {
    Map<String, String> words = new LinkedHashMap<>();
    String rest = uri.substring(uri.indexOf("://") + 3);
    int query = rest.indexOf('?');
    if (query >= 0) {
      for (String pair : rest.substring(query + 1).split("&")) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException(
              "Invalid PostgreSQL address: a parameter after \"?\" has no \"=\".");
        }
        words.put(
            decoded(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
            decoded(pair.substring(equals + 1)));
      }
      rest = rest.substring(0, query);
    }
    int slash = rest.indexOf('/');
    if (slash >= 0) {
      put(words, "dbname", rest.substring(slash + 1));
      rest = rest.substring(0, slash);
    }
    int at = rest.lastIndexOf('@');
    if (at >= 0) {
      String login = rest.substring(0, at);
      int colon = login.indexOf(':');
      put(words, "user", colon < 0 ? login : login.substring(0, colon));
      put(words, "password", colon < 0 ? "" : login.substring(colon + 1));
      rest = rest.substring(at + 1);
    }
    hosts(words, rest);
    return words;
  }

  private static void hosts(Map<String, String> words, String text) {
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String one : text.split(",")) {
      int afterName = one.startsWith("[") ? one.indexOf(']') + 1 : 0; // an IPv6 address
      int colon = one.indexOf(':', afterName);
      String host = colon < 0 ? one : one.substring(0, colon);
      hosts.add(afterName > 0 ? host.substring(1, afterName - 1) : host);
      ports.add(colon < 0 ? "" : one.substring(colon + 1));
    }
    put(words, "host", String.join(",", hosts));
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      put(words, "port", String.join(",", ports));
    }
  }

  private static void put(Map<String, String> words, String word, String encoded) {
    if (!encoded.isEmpty()) {
      words.putIfAbsent(word, decoded(encoded));
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  List<String> hosts() {
    return List.of(settings.getOrDefault("host", "localhost").split(","));
  }

  /** As many as hosts. */
  List<Integer> ports() {
    String[] given = settings.getOrDefault("port", DEFAULT_PORT).split(",", -1);
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < hosts().size(); i++) {
      String port = given.length == 1 ? given[0] : i < given.length ? given[i] : "";
      try {
        ports.add(Integer.parseInt(port.isBlank() ? DEFAULT_PORT : port.strip()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "Invalid PostgreSQL address: port %s is no number.".formatted(port), e);
      }
    }
    return ports;
  }

  /** What connects; nothing is opened yet. */
  PGSimpleDataSource source() {
    var source = new PGSimpleDataSource();
    if (hosts().stream().anyMatch(host -> host.startsWith("/") || host.startsWith("@"))) {
      throw new IllegalArgumentException(
          "Cannot connect to PostgreSQL through the socket %s: Java has none of those. Write host=localhost."
              .formatted(settings.get("host")));
    }
    source.setServerNames(hosts().toArray(String[]::new));
    source.setPortNumbers(ports().stream().mapToInt(Integer::intValue).toArray());
    source.setDatabaseName(settings.get("dbname"));
    source.setUser(settings.get("user"));
    if (password != null) {
      source.setPassword(password.reveal());
    }
    source.setCurrentSchema("public"); // where DuckDB keeps a lake's tables
    source.setReWriteBatchedInserts(true);
    source.setTcpKeepAlive(true);
    source.setApplicationName(
        settings.getOrDefault(
            "application_name", settings.getOrDefault("fallback_application_name", "DuckLakeIO")));
    setting("options").ifPresent(source::setOptions);
    setting("sslmode").ifPresent(source::setSslMode);
    setting("sslrootcert").ifPresent(source::setSslRootCert);
    setting("sslcert").ifPresent(source::setSslCert);
    setting("sslkey").ifPresent(source::setSslKey);
    setting("connect_timeout").ifPresent(text -> source.setConnectTimeout(seconds(text)));
    setting("target_session_attrs")
        .ifPresent(wanted -> source.setTargetServerType(serverType(wanted)));
    return source;
  }

  private Optional<String> setting(String word) {
    return Optional.ofNullable(settings.get(word));
  }

  private static String serverType(String wanted) {
    return switch (wanted) {
      case "any" -> "any";
      case "read-write", "primary" -> "primary";
      case "read-only", "standby" -> "secondary";
      case "prefer-standby" -> "preferSecondary";
      default ->
          throw new IllegalArgumentException(
              "Invalid PostgreSQL address: target_session_attrs %s is unknown.".formatted(wanted));
    };
  }

  private static int seconds(String text) {
    try {
      return Math.max(0, Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Invalid PostgreSQL address: connect_timeout %s is no number.".formatted(text), e);
    }
  }
}
