package org.icemelt.io.ducklake.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.icemelt.io.ducklake.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses mean what libpq's manual says of them, since DuckDB hands them to libpq. */
class PostgresAddressTest {
  private final Map<String, String> environment = new HashMap<>();

  private PostgresAddress parse(String target) {
    return PostgresAddress.parse(target, environment::get);
  }

  @Test
  void wordsMayBeQuotedAndEscaped() {
    PostgresAddress address =
        parse(
            " host = db.example  port=5433 dbname='my lake' user=o\\'hara password='it\\'s \\\\ x'");
    assertThat(address.settings())
        .containsEntry("host", "db.example")
        .containsEntry("dbname", "my lake")
        .containsEntry("user", "o'hara")
        .doesNotContainKey("password");
    assertThat(address.ports()).containsExactly(5433);
    assertThat(address.password()).isEqualTo(Secret.of("it's \\ x"));
    assertThat(address.toString()).contains("***").doesNotContain("it's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:p%40ss@h1:6000,[::1]/lake?sslmode=require",
        "postgres://h1:6000,[::1]/lake?user=me&password=p%40ss&sslmode=require"
      })
  void urisMeanTheSameAsWords(String uri) {
    PostgresAddress address = parse(uri);
    assertThat(address.hosts()).containsExactly("h1", "::1");
    assertThat(address.ports()).containsExactly(6000, 5432);
    assertThat(address.settings())
        .containsEntry("dbname", "lake")
        .containsEntry("user", "me")
        .containsEntry("sslmode", "require");
    assertThat(address.password()).isEqualTo(Secret.of("p@ss"));
    assertThat(address.source().getSslMode()).isEqualTo("require");
    assertThat(address.source().getServerNames()).containsExactly("h1", "::1");
  }

  @Test
  void theEnvironmentSaysWhatTheWordsDoNot() {
    environment.putAll(
        Map.of("PGHOST", "fromenv", "PGPORT", "7000", "PGUSER", "u", "PGPASSWORD", "w"));
    PostgresAddress address = parse("dbname=d host=given");
    assertThat(address.hosts()).containsExactly("given");
    assertThat(address.ports()).containsExactly(7000);
    assertThat(address.settings()).containsEntry("user", "u").containsEntry("dbname", "d");
    assertThat(address.password()).isEqualTo(Secret.of("w"));
    assertThat(parse("").settings()).containsEntry("dbname", "u").containsEntry("host", "fromenv");
  }

  @Test
  void aPasswordFileIsAskedLastAndOnlyIfItIsPrivate(@TempDir Path home) throws Exception {
    environment.put("HOME", home.toString());
    Path file = home.resolve(".pgpass");
    Files.writeString(
        file, "# one a line\nother:*:*:*:no\nh:5432:a\\:b:me:se\\:cret:1\n*:*:*:*:any\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(parse("host=h dbname=a:b user=me").password()).isEqualTo(Secret.of("se:cret:1"));
    assertThat(parse("host=h dbname=c user=me").password()).isEqualTo(Secret.of("any"));
    environment.put("PGPASSWORD", "first");
    assertThat(parse("host=h dbname=a:b user=me").password()).isEqualTo(Secret.of("first"));
    environment.remove("PGPASSWORD");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(parse("host=h dbname=c user=me").password()).isNull();
    assertThatThrownBy(() -> parse("host=h passfile=" + file))
        .hasMessageContaining("others may read it. Run chmod 600 on it.");
    assertThatThrownBy(() -> parse("host=h passfile=/no/such"))
        .hasMessageContaining("there is no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dbname=x frobnicate=1          | with \"frobnicate\": known words are",
        "host=x port=many               | port many is no number",
        "dbname password=hush           | known words are",
        "password='hush                 | the quote after password= is not closed",
        "hush                           | missing \"=\" after word 1",
        "host=/var/run/postgresql       | Java has none of those. Write host=localhost.",
        "host=x connect_timeout=soon    | connect_timeout soon is no number",
        "host=x target_session_attrs=up | target_session_attrs up is unknown"
      })
  void whatIsWrongIsNamedWithoutItsSecrets(String target, String message) {
    assertThatThrownBy(() -> parse(target).source())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("hush");
  }
}
