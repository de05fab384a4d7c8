package org.icemelt.io.repositories;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Globs as regular expressions. */
final class Glob {
  private Glob() {}

  /**
   * A pattern to {@code find} in a path: it matches whole names, at the end of the path.
   *
   * @throws PatternSyntaxException for a set that is never closed
   */
  static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder(glob.contains("/") ? "(?:^|/)" : "^");
    int at = glob.startsWith("/") ? 1 : 0;
    while (at < glob.length()) {
      char c = glob.charAt(at);
      if (c == '*' && glob.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 3;
      } else if (c == '*' && glob.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else if (c == '*') {
        regex.append("[^/]*");
        at++;
      } else if (c == '?') {
        regex.append("[^/]");
        at++;
      } else if (c == '[') {
        at = appendSet(glob, at, regex);
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
        at++;
      }
    }
    return Pattern.compile(regex.append("\\z").toString(), Pattern.DOTALL);
  }

  private static int appendSet(String glob, int open, StringBuilder regex) {
    int from = open + 1;
    boolean negated = glob.startsWith("!", from);
    if (negated) {
      from++;
    }
    // a "]" in first place is a member of the set
    int close = glob.indexOf(']', from + 1);
    if (close < 0) {
      throw new PatternSyntaxException("Set without its closing ]", glob, open);
    }
    String members = glob.substring(from, close);
    regex.append(negated ? "[^/" : "[");
    for (int i = 0; i < members.length(); i++) {
      char c = members.charAt(i);
      boolean range = c == '-' && i > 0 && i < members.length() - 1;
      regex.append(range ? "-" : "\\x{" + Integer.toHexString(c) + "}");
    }
    regex.append(']');
    return close + 1;
  }
}
