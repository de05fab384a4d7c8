package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy a request goes through. */
class ProxiesTest {
  @TempDir Path folder;
  private LoopbackServer server;
  private final byte[] mebibyte = new byte[1 << 20];

  @BeforeEach
  void start() throws Exception {
    server = new LoopbackServer();
    new Random(7).nextBytes(mebibyte);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void goesThroughTheProxyThatTheEnvironmentNames() throws Exception {
    server.file("http://data.example/a.geojson", mebibyte);
    Map<String, String> environment = Map.of("http_proxy", server.base());
    SourceFiles files =
        new SourceFiles(
            Clock.systemUTC(),
            HttpPolicy.DEFAULT,
            duration -> {},
            new Proxies(environment, ProxySelector.of(null)));
    FetchRequest request =
        new RemoteRequests(folder.resolve("cache"), server.endpoints())
            .of(Repository.DIRECT_DOWNLOAD, "http://data.example/a.geojson");
    assertThat(Path.of(files.fetch(request).get(0).localPath())).hasBinaryContent(mebibyte);
    assertThat(server.log()).containsExactly("GET http://data.example/a.geojson");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http_proxy=p.example:3128, http://a.org/x, p.example:3128",
        "HTTP_PROXY=http://p.example:3128, http://a.org/x, p.example:3128",
        "https_proxy=http://p.example, https://a.org/x, p.example:80",
        "http_proxy=p.example:3128, https://a.org/x, -",
        "all_proxy=p.example:3128, https://a.org/x, p.example:3128",
        "all_proxy=p.example:3128;no_proxy=b.org .a.org, https://data.a.org/x, -",
        "all_proxy=p.example:3128;no_proxy=b.org .a.org, https://aa.org/x, p.example:3128",
        "all_proxy=p.example:3128;no_proxy=*, https://a.org/x, -",
        "all_proxy=p.example:3128, http://localhost/x, -",
        "all_proxy=p.example:3128, http://127.0.0.1:8080/x, -",
        "http_proxy= , http://a.org/x, -",
      })
  void choosesTheProxyAsOtherProgramsDo(String environment, String url, String expected) {
    Map<String, String> variables = new HashMap<>();
    for (String pair : environment.split(";")) {
      variables.put(pair.split("=")[0].strip(), pair.substring(pair.indexOf('=') + 1));
    }
    Proxy proxy = new Proxies(variables, ProxySelector.of(null)).select(URI.create(url)).get(0);
    assertThat(
            proxy.address() == null
                ? null
                : proxy.address().toString().replace("/<unresolved>", ""))
        .isEqualTo(expected);
  }

  @Test
  void leavesTheChoiceToJavasOwnPropertiesWhereTheyNameAProxy() {
    ProxySelector own = ProxySelector.of(InetSocketAddress.createUnresolved("own", 1));
    assertThat(
            new Proxies(Map.of("http_proxy", "other:2"), own).select(URI.create("http://a.org/")))
        .isEqualTo(own.select(URI.create("http://a.org/")));
  }
}
