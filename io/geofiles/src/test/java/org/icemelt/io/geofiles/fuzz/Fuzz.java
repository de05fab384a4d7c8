package org.icemelt.io.geofiles.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The program of the child JVM.
 *
 * <pre>
 * Fuzz cuts    SEEDS OUT                  every cut of every seed
 * Fuzz mutants SEEDS OUT SEED COUNT       COUNT mutants a reader
 * Fuzz kept    FOLDER OUT                 mutants that once failed
 * Fuzz minutes SEEDS OUT SEED MINUTES     mutants of all readers in turn until the time is over
 * </pre>
 *
 * Exit 0 if each input gave rows or a coded failure, 1 if any did not, 3 if one took too long.
 * Mutants that failed lie in OUT/failed.
 */
public final class Fuzz {
  private static final long CPU_LIMIT = TimeUnit.SECONDS.toNanos(10);
  private static final long WALL_LIMIT = TimeUnit.SECONDS.toNanos(120);
  private static final int HUNG = 3;
  private static final int BATCH = 500;

  private final Path folder;
  private final Path failed;
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final Map<String, Long> goodRows = new TreeMap<>();
  private volatile @Nullable Input current;
  private int failures;

  /** An input under way. */
  private record Input(String name, long startNanos, long startCpu) {}

  private Fuzz(Path out) throws IOException {
    this.folder = Files.createDirectories(out.resolve("input"));
    this.failed = Files.createDirectories(out.resolve("failed"));
  }

  public static void main(String[] args) throws IOException {
    Fuzz fuzz = new Fuzz(Path.of(args[2]));
    fuzz.watch(Thread.currentThread());
    if (args[0].equals("kept")) {
      fuzz.kept(Path.of(args[1]));
      return;
    }
    List<Seed> seeds = Seed.all(Path.of(args[1]));
    for (Seed seed : seeds) {
      fuzz.requireGood(seed);
    }
    switch (args[0]) {
      case "cuts" -> fuzz.cuts(seeds);
      case "mutants" -> fuzz.mutants(seeds, Long.parseLong(args[3]), Integer.parseInt(args[4]));
      case "minutes" -> fuzz.minutes(seeds, Long.parseLong(args[3]), Long.parseLong(args[4]));
      default -> throw new IllegalArgumentException("Unknown word: " + args[0]);
    }
    fuzz.tallies.forEach((reader, tally) -> System.out.println(reader + " " + tally));
    System.out.println("failures=" + fuzz.failures);
    System.exit(fuzz.failures == 0 ? 0 : 1);
  }

  private void kept(Path mutants) throws IOException {
    try (Stream<Path> files = Files.list(mutants)) {
      for (Path file : files.sorted().toList()) {
        current = new Input(file.toString(), System.nanoTime(), cpu(Thread.currentThread()));
        System.out.println(file.getFileName() + " " + Attempt.read(file, Long.MAX_VALUE));
      }
    }
    System.exit(0);
  }

  private void requireGood(Seed seed) throws IOException {
    Attempt attempt = Attempt.read(seed.write(folder, "", new byte[0]), Long.MAX_VALUE);
    if (!attempt.code().equals(Attempt.OK) || attempt.rows() == 0) {
      throw new IllegalStateException(seed.name() + " is no good file: " + attempt);
    }
    // undeleting a row of a .dbf is no invention
    goodRows.put(seed.name(), attempt.rows() + (seed.name().equals("dbf_types.shp") ? 1 : 0));
  }

  private void cuts(List<Seed> seeds) throws IOException {
    for (Seed seed : seeds) {
      for (Map.Entry<String, byte[]> part : seed.parts().entrySet()) {
        for (int at : seed.cuts(part.getKey())) {
          byte[] cut = java.util.Arrays.copyOf(part.getValue(), at);
          String name = "%s-cut-%d".formatted(part.getKey(), at);
          attempt(seed, part.getKey(), cut, name, at % 2 == 0 ? 1000 : Long.MAX_VALUE);
        }
      }
    }
  }

  private void mutants(List<Seed> seeds, long seed, int count) throws IOException {
    for (Map.Entry<String, List<Seed>> reader : byReader(seeds).entrySet()) {
      for (int i = 0; i < count; i++) {
        mutant(reader.getValue().get(i % reader.getValue().size()), seed, i);
      }
    }
  }

  private void minutes(List<Seed> seeds, long seed, long minutes) throws IOException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    long said = System.nanoTime();
    for (int from = 0; System.nanoTime() < end; from += BATCH) {
      for (Seed of : seeds) {
        for (int i = from; i < from + BATCH && System.nanoTime() < end; i++) {
          mutant(of, seed, i);
        }
      }
      if (System.nanoTime() - said > TimeUnit.MINUTES.toNanos(5)) {
        said = System.nanoTime();
        System.out.println(
            "%d inputs, %d failures"
                .formatted(tallies.values().stream().mapToLong(Tally::inputs).sum(), failures));
      }
    }
  }

  private static Map<String, List<Seed>> byReader(List<Seed> seeds) {
    Map<String, List<Seed>> byReader = new TreeMap<>();
    seeds.forEach(s -> byReader.computeIfAbsent(s.reader(), r -> new ArrayList<>()).add(s));
    return byReader;
  }

  /** The same seed, file and number make the same mutant. */
  private void mutant(Seed of, long seed, int number) throws IOException {
    Random random = new Random(seed * 1_000_003L + of.name().hashCode() * 31L + number);
    List<String> parts = List.copyOf(of.parts().keySet());
    String part = parts.get(random.nextInt(parts.size()));
    byte[] bytes = new Mutator(random).mutate(of.parts().getOrDefault(part, new byte[0]));
    long[] sizes = {1, 2000, Long.MAX_VALUE};
    String name = "%s-seed-%d-%d".formatted(part, seed, number);
    attempt(of, part, bytes, name, sizes[random.nextInt(sizes.length)]);
  }

  @SuppressWarnings("CatchThrowable") // that is what it looks for
  private void attempt(Seed seed, String part, byte[] bytes, String name, long splitBytes)
      throws IOException {
    Path path = seed.write(folder, part, bytes);
    long start = System.nanoTime();
    current = new Input(name, start, cpu(Thread.currentThread()));
    String wrong = null;
    try {
      Attempt attempt = Attempt.read(path, splitBytes);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      tallies.computeIfAbsent(seed.reader(), r -> new Tally()).add(attempt, millis);
      long most = goodRows.getOrDefault(seed.name(), 0L);
      if (attempt.rows() > most) {
        wrong = "%d rows where the good file has %d".formatted(attempt.rows(), most);
      }
    } catch (Throwable e) {
      wrong = e + " at " + (e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
    }
    current = null;
    if (wrong != null) {
      failures++;
      System.out.println("FAILED " + name + " split=" + splitBytes + ": " + wrong);
      Files.write(failed.resolve(name), bytes);
    }
  }

  private static long cpu(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
  }

  /** Ends the JVM if an input takes too long. */
  private void watch(Thread worker) {
    Thread watcher =
        new Thread(
            () -> {
              while (true) {
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                Input input = current;
                if (input != null
                    && (cpu(worker) - input.startCpu() > CPU_LIMIT
                        || System.nanoTime() - input.startNanos() > WALL_LIMIT)) {
                  System.out.println("HUNG " + input.name());
                  for (StackTraceElement frame : worker.getStackTrace()) {
                    System.out.println("  at " + frame);
                  }
                  System.out.flush();
                  Runtime.getRuntime().halt(HUNG);
                }
              }
            },
            "watcher");
    watcher.setDaemon(true);
    watcher.start();
  }
}
