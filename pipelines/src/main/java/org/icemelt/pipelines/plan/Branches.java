package org.icemelt.pipelines.plan;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.icemelt.io.repositories.FetchException;
import org.icemelt.io.repositories.HttpPolicy;
import org.icemelt.io.repositories.Repository;
import org.icemelt.io.repositories.SourceFiles;
import org.icemelt.io.repositories.SourceFiles.Planned;
import org.icemelt.pipelines.build.Downloads;
import org.icemelt.pipelines.manifest.DatasetSpec;

/** Asks where each dataset's files come from and how large they are; fetches nothing. */
final class Branches {
  private static final int AT_ONCE = 8;

  private final Downloads downloads;
  private final SourceFiles sources;
  private final PrintStream err;

  Branches(Downloads downloads, PrintStream err) {
    this.downloads = downloads;
    this.sources = new SourceFiles(hasty(downloads.policy()));
    this.err = err;
  }

  /** One question each: a plan is drawn without an answer too. */
  private static HttpPolicy hasty(HttpPolicy policy) {
    return new HttpPolicy(
        1,
        policy.firstDelay(),
        policy.longestDelay(),
        Duration.ZERO,
        policy.connectTimeout(),
        policy.answerTimeout(),
        policy.stallTimeout(),
        policy.slowestBytesPerSecond(),
        policy.requestsPerHost());
  }

  List<Branch> of(List<DatasetSpec> datasets) {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Branch>> asked = new ArrayList<>();
      if (datasets.stream().anyMatch(Branches::isRemote)) {
        err.println("asking the repositories what there is to fetch");
      }
      datasets.forEach(spec -> asked.add(pool.submit(() -> branch(spec))));
      List<Branch> branches = new ArrayList<>();
      for (Future<Branch> one : asked) {
        branches.add(one.get());
      }
      return branches;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking for a dataset's files throws nothing", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the repositories were asked", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Branch branch(DatasetSpec spec) {
    String origin = origin(spec);
    try {
      List<Planned> files =
          sources.plan(
              spec.fetchRequest(downloads.cache(), downloads.limits(), downloads.endpoints()));
      long bytes = 0;
      for (Planned file : files) {
        if (file.here()) {
          continue;
        }
        if (file.bytes() < 0) {
          return new Branch(
              spec.name(), origin, files.size(), null, file.name() + " has no stated size");
        }
        bytes += file.bytes();
      }
      return new Branch(spec.name(), origin, files.size(), bytes, null);
    } catch (FetchException | IOException e) {
      return new Branch(spec.name(), origin, null, null, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isRemote(DatasetSpec spec) {
    return spec.origin().location().repository() != Repository.LOCAL;
  }

  private static String origin(DatasetSpec spec) {
    String locator = spec.origin().location().locator();
    return locator.startsWith("classpath:") ? "in the program" : locator;
  }
}
