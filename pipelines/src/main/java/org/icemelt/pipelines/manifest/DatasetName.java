package org.icemelt.pipelines.manifest;

/** What a dataset may be called: its name becomes that of a table and begins record ids. */
final class DatasetName {
  private static final int LONGEST = 200;
  private static final String REFUSED = "/\\:#\"";

  private DatasetName() {}

  static void check(String name, int line, Findings findings) {
    if (name.isBlank()) {
      findings.error(name, "", line, "the name of a dataset cannot be blank");
      return;
    }
    if (name.length() > LONGEST) {
      findings.error(
          name,
          "",
          line,
          "the name has %d characters; a table's may have %d".formatted(name.length(), LONGEST));
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c) || REFUSED.indexOf(c) >= 0) {
        findings.error(
            name,
            "",
            line,
            "the name cannot hold %s: tables, folders and record ids are made of it"
                .formatted(Character.isISOControl(c) ? "a control character" : "\"" + c + "\""));
        return;
      }
    }
  }
}
