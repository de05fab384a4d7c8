package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the rows of a file are: {@code installation}, {@code label} or {@code sample}.
 *
 * @param rules file pattern and role, the first that matches counts. A pattern ({@code *} any text,
 *     {@code ?} one character) is held against the file's base name, its path in the archive and
 *     its whole name, with and without a {@code #layer}
 */
public record RecordRoles(List<Rule> rules) implements Serializable {
  public static final String INSTALLATION = "installation";
  private static final Set<String> ROLES = Set.of(INSTALLATION, "label", "sample");

  /** All files that fit the pattern have this role. */
  public record Rule(String pattern, String role) implements Serializable {
    public Rule {
      if (!ROLES.contains(role)) {
        throw new IllegalArgumentException(
            "Invalid record_role: \"%s\"; known are installation, label, sample".formatted(role));
      }
    }
  }

  public RecordRoles {
    rules = List.copyOf(rules);
  }

  /** One role for every file. */
  public static RecordRoles always(String role) {
    return new RecordRoles(List.of(new Rule("*", role)));
  }

  /** Roles by file pattern, in the map's order. */
  public static RecordRoles byFile(Map<String, String> roles) {
    Map<String, String> ordered = new LinkedHashMap<>(roles);
    return new RecordRoles(
        ordered.entrySet().stream().map(e -> new Rule(e.getKey(), e.getValue())).toList());
  }

  /** These rules, then the other's for files that fit none. */
  RecordRoles then(RecordRoles other) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(other.rules);
    return new RecordRoles(all);
  }

  /** The role of a file's rows; {@code installation} if no pattern fits. */
  public String roleOf(String sourceFile) {
    return rules.stream()
        .filter(r -> fits(r.pattern(), sourceFile))
        .findFirst()
        .map(Rule::role)
        .orElse(INSTALLATION);
  }

  private static boolean fits(String pattern, String sourceFile) {
    Pattern glob = glob(pattern);
    String file = withoutLayer(sourceFile).orElse(sourceFile);
    return anyEnding(glob, sourceFile) || anyEnding(glob, file);
  }

  private static boolean anyEnding(Pattern glob, String path) {
    return glob.matcher(path).matches()
        || glob.matcher(path.substring(path.indexOf('/') + 1)).matches()
        || glob.matcher(path.substring(path.lastIndexOf('/') + 1)).matches();
  }

  private static Optional<String> withoutLayer(String sourceFile) {
    int hash = sourceFile.lastIndexOf('#');
    return hash < 0 ? Optional.empty() : Optional.of(sourceFile.substring(0, hash));
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
