package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.repositories.Archive.Member;
import org.icemelt.io.repositories.FetchException.Code;

/**
 * Unpacks the wanted members of one archive, and of the archives inside it, to {@code
 * <cache>/unpacked/<sha-256 of the archive>/<path in the archive>}. A Shapefile's companions come
 * to lie beside it under its own name. What an earlier run unpacked serves again if its checksum is
 * the one that the archive states.
 */
final class Unpacker {
  /** A feature file on local disk, with the name that people know it by. */
  record Leaf(String sourceFile, Path path, Map<String, Path> companions) {}

  private final FetchRequest request;
  private final FileMatcher matcher;
  private final List<String> seen;

  /**
   * @param seen receives the names of all members that there were
   */
  Unpacker(FetchRequest request, FileMatcher matcher, List<String> seen) {
    this.request = request;
    this.matcher = matcher;
    this.seen = seen;
  }

  /**
   * Unpacks.
   *
   * @param name the archive's name as people know it
   */
  List<Leaf> unpack(Path archive, String name) throws FetchException, IOException {
    List<Leaf> leaves = new ArrayList<>();
    UnpackBudget budget =
        new UnpackBudget(request.dataset(), name, Files.size(archive), request.limits());
    unpack(archive, name, 1, budget, leaves);
    return leaves;
  }

  private void unpack(Path file, String name, int depth, UnpackBudget budget, List<Leaf> leaves)
      throws FetchException, IOException {
    Path folder =
        Path.of(request.cache().folder(), "unpacked", Checksums.sha256(file)).toAbsolutePath();
    Plan plan;
    try (Archive archive = open(file, name)) {
      plan = plan(archive.members(), name, folder, budget);
      archive.extract(
          plan.toUnpack(request.cache().reuse()),
          (member, bytes) -> {
            Path target = plan.targets().get(member);
            Placement.place(bytes, target, budget.watch(member));
          });
    } catch (UncheckedIOException localDisk) {
      throw new IOException(
          "Failed to unpack %s of dataset \"%s\" to %s".formatted(name, request.dataset(), folder),
          localDisk.getCause());
    } catch (IOException | RuntimeException broken) {
      throw broken(name, broken);
    }
    leaves.addAll(plan.leaves());
    for (Leaf nested : plan.nested()) {
      if (depth >= request.limits().depth()) {
        throw new FetchException(
            Code.ARCHIVE_BOMB,
            "Cannot unpack %s of dataset \"%s\": archives lie in archives more than %d deep."
                .formatted(nested.sourceFile(), request.dataset(), request.limits().depth()));
      }
      unpack(nested.path(), nested.sourceFile(), depth + 1, budget, leaves);
    }
  }

  private Archive open(Path file, String name) throws IOException, FetchException {
    ArchiveKind kind =
        ArchiveKind.of(file).orElseThrow(() -> broken(name, new IOException(whatItIs(file))));
    return kind.open(file);
  }

  private Plan plan(List<Member> members, String name, Path folder, UnpackBudget budget)
      throws FetchException {
    budget.members(members.size());
    MemberNames.check(request.dataset(), name, members);
    List<String> paths = members.stream().map(Member::path).toList();
    paths.forEach(path -> seen.add(name + "/" + path));
    String shared = FileMatcher.sharedFolder(paths);

    Map<String, Member> wanted = new LinkedHashMap<>();
    Map<String, Member> archives = new LinkedHashMap<>();
    Map<String, Member> byPath = new TreeMap<>();
    for (Member member : members) {
      byPath.put(member.path(), member);
      boolean packed = ArchiveKind.isNamedSo(member.path());
      boolean taken =
          packed
              ? matcher.acceptsArchive(member.path(), shared, request.archives())
              : matcher.accepts(member.path(), shared);
      if (taken && (packed ? archives : wanted).put(member.path(), member) != null) {
        throw broken(name, new IOException("it holds \"" + member.path() + "\" twice"));
      }
    }
    List<String> mains = Companions.mains(List.copyOf(wanted.keySet()));
    Map<String, Map<String, String>> companions = Companions.find(mains, paths);

    Map<Member, Path> targets = new LinkedHashMap<>();
    List<Leaf> leaves = new ArrayList<>();
    for (String main : mains) {
      Path path = folder.resolve(main);
      targets.put(wanted.get(main), path);
      Map<String, Path> parts = new TreeMap<>();
      companions
          .getOrDefault(main, Map.of())
          .forEach(
              (ending, part) -> {
                Path beside = besides(path, ending);
                targets.put(byPath.get(part), beside);
                parts.put(ending, beside);
              });
      leaves.add(new Leaf(name + "/" + main, path, parts));
    }
    List<Leaf> nested = new ArrayList<>();
    archives.forEach(
        (path, member) -> {
          targets.put(member, folder.resolve(path));
          nested.add(new Leaf(name + "/" + path, folder.resolve(path), Map.of()));
        });
    budget.stated(targets.keySet());
    return new Plan(targets, leaves, nested);
  }

  static Path besides(Path shapefile, String ending) {
    String name = shapefile.getFileName().toString();
    return shapefile.resolveSibling(name.substring(0, name.length() - 4) + ending);
  }

  private FetchException broken(String name, Exception why) {
    return new FetchException(
        Code.ARCHIVE_BROKEN,
        "Cannot unpack %s of dataset \"%s\": %s. Get the file anew, or pack it as zip."
            .formatted(
                name,
                request.dataset(),
                why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage()),
        why);
  }

  private static String whatItIs(Path file) {
    try {
      return Files.size(file) == 0
          ? "it is empty"
          : "its first bytes are those of no zip, tar, gzip or 7z archive";
    } catch (IOException e) {
      return "it cannot be read";
    }
  }

  private record Plan(Map<Member, Path> targets, List<Leaf> leaves, List<Leaf> nested) {
    /** Members whose file is not there yet, or not the one that the archive holds. */
    LinkedHashSet<Member> toUnpack(boolean reuse) {
      LinkedHashSet<Member> missing = new LinkedHashSet<>();
      targets.forEach(
          (member, path) -> {
            if (!reuse || !Checksums.isFile(path, member.bytes(), member.crc32())) {
              missing.add(member);
            }
          });
      return missing;
    }
  }
}
