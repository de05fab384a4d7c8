package org.icemelt.pipelines.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.icemelt.pipelines.UsageException;

/**
 * The words a user typed: a command, and options in any of the accepted spellings brought to {@code
 * --name=value}.
 *
 * <p>Accepted beside {@code --maxMb=100}: {@code --max-mb 100}, {@code --datasets a b}, {@code
 * --verbose}, {@code --no-cache} and {@code --sequential}.
 *
 * @param command the first word that is no option; {@code build} if there is none
 * @param help whether {@code --help} was given
 * @param options option name in camel case → value, in the order given
 */
public record CommandLine(String command, boolean help, Map<String, String> options) {
  private static final Set<String> LISTS =
      Set.of(
          "datasets",
          "layers",
          "h3Resolution",
          "columns",
          "openLineage",
          "filesToStage",
          "experiments");
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "noCache", "useCache=false",
          "sequential", "useParallel=false");

  public static CommandLine parse(String... words) {
    int at = 0;
    String command = "build";
    if (words.length > 0 && !words[0].startsWith("--")) {
      command = words[0];
      at = 1;
    }
    boolean help = command.equals("help");
    if (help) {
      command = "build";
    }
    Map<String, String> options = new LinkedHashMap<>();
    while (at < words.length) {
      String word = words[at++];
      if (!word.startsWith("--") || word.length() < 3) {
        throw new UsageException(
            "Invalid argument: \"%s\". Options begin with --, as in --maxMb=100.".formatted(word));
      }
      int equals = word.indexOf('=');
      String name = camelCase(equals < 0 ? word.substring(2) : word.substring(2, equals));
      List<String> values = new ArrayList<>();
      if (equals >= 0) {
        values.add(word.substring(equals + 1));
      }
      while (at < words.length && !words[at].startsWith("--") && (equals < 0 || isList(name))) {
        values.add(words[at++]);
      }
      if (name.equals("help")) {
        help = true;
        continue;
      }
      put(options, name, values);
    }
    return new CommandLine(command, help, options);
  }

  /** The options as {@code --name=value}, as Beam's parser takes them. */
  public String[] beamArgs() {
    return options.entrySet().stream()
        .map(e -> "--" + e.getKey() + "=" + e.getValue())
        .toArray(String[]::new);
  }

  private static void put(Map<String, String> options, String name, List<String> values) {
    String shorthand = SHORTHANDS.get(name);
    if (shorthand != null) {
      if (!values.isEmpty()) {
        throw new UsageException(
            "Invalid argument: --%s takes no value, but \"%s\" was given."
                .formatted(name, values.get(0)));
      }
      int equals = shorthand.indexOf('=');
      options.put(shorthand.substring(0, equals), shorthand.substring(equals + 1));
      return;
    }
    if (values.size() > 1 && !isList(name)) {
      throw new UsageException(
          "Invalid argument: \"%s\" behind --%s=%s, which takes one value."
              .formatted(values.get(1), name, values.get(0)));
    }
    options.put(name, values.isEmpty() ? "true" : String.join(",", values));
  }

  private static boolean isList(String name) {
    return LISTS.contains(name);
  }

  private static String camelCase(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '-' && i + 1 < name.length() && i > 0) {
        out.append(name.substring(++i, i + 1).toUpperCase(Locale.ROOT));
      } else {
        out.append(name.charAt(i));
      }
    }
    return out.toString();
  }
}
