package org.icemelt.io.repositories;

import java.util.List;
import org.icemelt.io.repositories.Archive.Member;
import org.icemelt.io.repositories.FetchException.Code;

/** Looks at what an archive calls its members, before any byte of it is unpacked. */
final class MemberNames {
  private MemberNames() {}

  /**
   * Refuses the whole archive for one member whose name leads out of it or that is a link.
   *
   * @param dataset for the message
   * @param archive the archive's name as people know it
   */
  static void check(String dataset, String archive, List<Member> members) throws FetchException {
    for (Member member : members) {
      String why = unsafe(member.path());
      if (why != null) {
        throw new FetchException(
            Code.ARCHIVE_UNSAFE_NAME,
            ("Cannot unpack %s of dataset \"%s\": its member \"%s\" %s. Nothing of it was "
                    + "unpacked; do not trust this archive.")
                .formatted(archive, dataset, printable(member.path()), why));
      }
      if (member.link()) {
        throw new FetchException(
            Code.ARCHIVE_LINK,
            ("Cannot unpack %s of dataset \"%s\": its member \"%s\" is a link or a device, "
                    + "not a file. Nothing of it was unpacked; pack it anew with the files themselves.")
                .formatted(archive, dataset, member.path()));
      }
    }
  }

  private static @org.jspecify.annotations.Nullable String unsafe(String path) {
    if (path.isEmpty()) {
      return "has no name";
    }
    if (path.startsWith("/") || (path.length() > 1 && path.charAt(1) == ':')) {
      return "has an absolute name";
    }
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        return "leads out of the archive by \"..\"";
      }
    }
    for (int i = 0; i < path.length(); i++) {
      if (Character.isISOControl(path.charAt(i))) {
        return "has a control character in its name";
      }
    }
    return null;
  }

  private static String printable(String path) {
    StringBuilder text = new StringBuilder();
    path.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                text.append("\\u%04x".formatted(c));
              } else {
                text.append((char) c);
              }
            });
    return text.toString();
  }
}
