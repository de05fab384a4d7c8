package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumsTest {
  @TempDir Path folder;

  /** The examples of RFC 1321 and FIPS 180-2. */
  @ParameterizedTest
  @CsvSource({
    "MD5, 900150983cd24fb0d6963f7d28e17f72",
    "SHA-1, a9993e364706816aba3e25717850c26c9cd0d89d",
    "SHA-256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  })
  void areThoseOfTheStandards(String algorithm, String expected) throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(Checksums.of(algorithm, file)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 65_536, 65_537, 300_000})
  void areTheJdks(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Path file = Files.write(folder.resolve("bytes"), bytes);
    for (String algorithm : new String[] {"MD5", "SHA-1", "SHA-256"}) {
      MessageDigest jdks = MessageDigest.getInstance(algorithm, "SUN");
      assertThat(Checksums.of(algorithm, file))
          .isEqualTo(HexFormat.of().formatHex(jdks.digest(bytes)));
      assertThat(Checksums.digest(algorithm).getProvider().getName().startsWith("Conscrypt"))
          .isEqualTo(Conscrypt.isAvailable());
    }
  }
}
