package org.icemelt.pipelines.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.icemelt.pipelines.build.DatasetPlan.PlannedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.transforms.harmonise.Profile;

/**
 * What a dataset's rows depend on, as one SHA-256: sorted file names and checksums, the manifest's
 * entry, the profile, the options that change rows, and the program's data version. Two runs with
 * equal fingerprints would write the same rows.
 */
final class Fingerprints {
  /** Raised whenever the same input gives other rows than before. */
  static final int DATA_VERSION = 1;

  private Fingerprints() {}

  static String of(
      DatasetSpec spec, List<PlannedFile> files, Profile profile, BuildSettings settings) {
    MessageDigest digest = sha256();
    add(digest, "version", Integer.toString(DATA_VERSION));
    for (PlannedFile file : files) {
      add(digest, "file", file.file().sourceFile());
      add(digest, "checksum", file.file().checksum());
    }
    add(digest, "manifest", spec.canonical());
    add(digest, "profile", profile.canonical());
    add(digest, "layers", settings.layersFromSources().stream().sorted().toList().toString());
    if (!settings.h3Resolutions().isEmpty()) {
      add(digest, "h3", settings.h3Resolutions().toString());
    }
    add(digest, "keepCols", Boolean.toString(settings.honourKeepCols()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String what, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    digest.update((what + ":" + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
