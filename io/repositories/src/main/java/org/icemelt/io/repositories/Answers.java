package org.icemelt.io.repositories;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.icemelt.io.repositories.FetchException.Code;
import org.jspecify.annotations.Nullable;

/** Takes values out of the answers of repositories. */
final class Answers {
  private Answers() {}

  /** The text at a path of names; null if there is none. */
  static @Nullable String text(JsonNode node, String... path) {
    JsonNode at = node;
    for (String name : path) {
      at = at.path(name);
    }
    return at.isValueNode() && !at.isNull() && !at.asText().isBlank() ? at.asText() : null;
  }

  /** The first text that there is. */
  static @Nullable String first(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** An address that a mirror serves under its own base too. */
  static String mirrored(String address, String base, List<String> publicBases) {
    for (String publicBase : publicBases) {
      if (address.startsWith(publicBase + "/") && !base.equals(publicBase)) {
        return base + address.substring(publicBase.length());
      }
    }
    return address;
  }

  /** A path with each of its names escaped. */
  static String escaped(String path) {
    StringBuilder escaped = new StringBuilder();
    for (String name : path.split("/", -1)) {
      if (escaped.length() > 0) {
        escaped.append('/');
      }
      escaped.append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return escaped.toString();
  }

  static FetchException invalid(FetchRequest request, String expected) {
    return new FetchException(
        Code.LOCATOR_INVALID,
        "Invalid doi of dataset \"%s\": %s. Expected %s."
            .formatted(request.dataset(), request.location().locator(), expected));
  }
}
