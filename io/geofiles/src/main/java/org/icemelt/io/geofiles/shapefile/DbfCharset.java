package org.icemelt.io.geofiles.shapefile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The ways in which a Shapefile says its charset. */
final class DbfCharset {
  /** What text is read in that states no charset and is not UTF-8. */
  static final Charset FALLBACK = Charset.forName("windows-1252");

  /** Language driver ids (byte 29 of a .dbf) that name a code page. */
  private static final Map<Integer, String> LANGUAGE_DRIVERS =
      Map.ofEntries(
          Map.entry(0x01, "IBM437"),
          Map.entry(0x02, "IBM850"),
          Map.entry(0x03, "windows-1252"),
          Map.entry(0x57, "windows-1252"),
          Map.entry(0x58, "windows-1252"),
          Map.entry(0x59, "windows-1252"),
          Map.entry(0x64, "IBM852"),
          Map.entry(0x65, "IBM866"),
          Map.entry(0x66, "IBM865"),
          Map.entry(0x13, "windows-31j"),
          Map.entry(0x4D, "GBK"),
          Map.entry(0x4E, "x-windows-949"),
          Map.entry(0x4F, "Big5"),
          Map.entry(0x78, "Big5"),
          Map.entry(0x79, "x-windows-949"),
          Map.entry(0x7A, "GBK"),
          Map.entry(0x7B, "windows-31j"),
          Map.entry(0x7C, "x-windows-874"),
          Map.entry(0xC8, "windows-1250"),
          Map.entry(0xC9, "windows-1251"),
          Map.entry(0xCA, "windows-1254"),
          Map.entry(0xCB, "windows-1253"),
          Map.entry(0xCC, "windows-1257"));

  private DbfCharset() {}

  static Optional<Charset> ofLanguageDriver(int id) {
    return Optional.ofNullable(LANGUAGE_DRIVERS.get(id)).flatMap(DbfCharset::known);
  }

  /** A name as .cpg files and manifests spell them: {@code UTF-8}, {@code 88591}, {@code 1252}. */
  static Optional<Charset> named(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replace("ansi ", "").replace("oem ", "");
    String digits = plain.replaceAll("\\D", "");
    if (digits.equals("65001") || plain.replace("-", "").equals("utf8")) {
      return Optional.of(UTF_8);
    }
    if (digits.startsWith("8859") && digits.length() > 4) {
      return known("ISO-8859-" + digits.substring(4));
    }
    if (plain.equals(digits) || plain.startsWith("cp")) {
      return known("windows-" + digits)
          .or(() -> known("IBM" + digits))
          .or(() -> known("x-windows-" + digits))
          .or(() -> known("IBM00" + digits));
    }
    return known(plain);
  }

  private static Optional<Charset> known(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
