package org.icemelt.judge;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real server that speaks S3 (S3Proxy), in a process of its own on a loopback port: a bucket is a
 * folder. Each server has keys of its own, so that a test can look for them where none may be.
 *
 * <p>Its jars are brought by Maven into {@code target/s3proxy} once.
 */
public final class S3Server implements AutoCloseable {
  private static final Duration JARS_LIMIT = Duration.ofMinutes(5);
  private static final long START_LIMIT_SECONDS = 60;
  private static final String QUIET =
      """
      <configuration>
        <appender name="err" class="ch.qos.logback.core.ConsoleAppender">
          <target>System.err</target>
          <encoder><pattern>%level %logger{0}: %message%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="err"/></root>
      </configuration>
      """;

  private final Process process;
  private final Path buckets;
  private final int port;
  private final String accessKey;
  private final String secretKey;

  private S3Server(Process process, Path buckets, int port, String accessKey, String secretKey) {
    this.process = process;
    this.buckets = buckets;
    this.port = port;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param folder where it keeps buckets, settings and its log
   * @throws JudgeUnavailableException if its jars are not to be had; never skips
   */
  public static S3Server start(Path folder) throws IOException {
    Path jars = jars();
    Path buckets = Files.createDirectories(folder.resolve("buckets"));
    Path quiet = Files.writeString(folder.resolve("quiet.xml"), QUIET);
    int port = freePort();
    String accessKey = "AK" + UUID.randomUUID().toString().replace("-", "").substring(0, 18);
    String secretKey = "secret-" + UUID.randomUUID();
    Path settings = folder.resolve("s3proxy.properties");
    write(settings, settings(buckets, port, accessKey, secretKey));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + quiet,
                "-cp",
                jars + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitPort(process, port, folder.resolve("s3proxy.log"));
    return new S3Server(process, buckets, port, accessKey, secretKey);
  }

  private static Path jars() {
    return MavenJars.of("s3proxy", "s3proxy.lib", "S3Proxy", "org.gaul:s3proxy", JARS_LIMIT);
  }

  private static Properties settings(Path buckets, int port, String accessKey, String secretKey) {
    Properties settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + port);
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", accessKey);
    settings.setProperty("s3proxy.credential", secretKey);
    settings.setProperty("s3proxy.ignore-unknown-headers", "true"); // else no multipart upload
    settings.setProperty("jclouds.provider", "filesystem");
    settings.setProperty("jclouds.filesystem.basedir", buckets.toString());
    return settings;
  }

  private static void write(Path file, Properties settings) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      settings.store(out, null);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(Process process, int port, Path log) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    while (true) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.destroyForcibly();
          throw new IOException("S3Proxy did not start: " + Files.readString(log), e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  /**
   * For programs of other languages: starts a server in the folder that is given, prints address,
   * access key and secret key on a line each, and ends with its input.
   */
  public static void main(String[] arguments) throws IOException {
    try (S3Server server = start(Path.of(arguments[0]))) {
      System.out.printf("%s%n%s%n%s%n", server.address(), server.accessKey(), server.secretKey());
      System.out.flush();
      if (System.in.readAllBytes().length > 0) {
        System.err.println("What came in was not looked at");
      }
    }
  }

  /** Makes an empty bucket; its objects are files in this folder. */
  public Path makeBucket(String name) throws IOException {
    return Files.createDirectories(buckets.resolve(name));
  }

  /** {@code host:port} with an IP address, for which clients choose path style by themselves. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** {@code host:port} with a host's name, as R2 and most others have: path style must be set. */
  public String namedAddress() {
    return "localhost:" + port;
  }

  public String accessKey() {
    return accessKey;
  }

  public String secretKey() {
    return secretKey;
  }

  /** The variables by which programs find their keys. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        accessKey,
        "AWS_SECRET_ACCESS_KEY",
        secretKey,
        "AWS_REGION",
        "us-east-1");
  }

  /** Lets a DuckDB read and write the buckets, by its extension {@code httpfs}. */
  public void open(Connection duckdb) throws SQLException {
    Judge.execute(
        duckdb,
        "CREATE OR REPLACE SECRET s3proxy (TYPE s3, KEY_ID %s, SECRET %s, ENDPOINT %s, URL_STYLE 'path', USE_SSL false, REGION 'us-east-1')"
            .formatted(
                Judge.literal(accessKey), Judge.literal(secretKey), Judge.literal(address())));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
