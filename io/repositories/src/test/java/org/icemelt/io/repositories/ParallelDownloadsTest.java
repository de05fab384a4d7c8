package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several jobs that download at once. */
class ParallelDownloadsTest {
  @TempDir Path folder;
  private LoopbackServer server;
  private final byte[] mebibyte = new byte[1 << 20];

  @BeforeEach
  void start() throws Exception {
    server = new LoopbackServer();
    new Random(7).nextBytes(mebibyte);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void downloadsOnceForSeveralJobs() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.on(
        "/a.geojson",
        exchange -> {
          asked.countDown();
          go.await();
          LoopbackServer.sendFile(exchange, mebibyte);
        });
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<FetchedFile>> jobs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        SourceFiles files =
            new SourceFiles(Clock.systemUTC(), HttpPolicy.DEFAULT, d -> go.countDown());
        jobs.add(pool.submit(() -> files.fetch(request("/a.geojson")).get(0)));
      }
      asked.await();
      for (Future<FetchedFile> job : jobs) {
        assertThat(Path.of(job.get().localPath())).hasBinaryContent(mebibyte);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(server.log()).containsOnlyOnce("GET /a.geojson");
  }

  /** Ten files at once, two a host: the third request comes only when one of two has ended. */
  @Test
  void asksAHostForNoMoreFilesAtOnceThanThePolicyAllows() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    for (int i = 0; i < 10; i++) {
      server.on(
          "/%d.geojson".formatted(i),
          exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            two.await();
            now.decrementAndGet();
            LoopbackServer.sendFile(exchange, mebibyte);
          });
    }
    HttpPolicy d = HttpPolicy.DEFAULT;
    HttpPolicy twoAHost =
        new HttpPolicy(
            d.attempts(),
            d.firstDelay(),
            d.longestDelay(),
            d.longestRetryAfter(),
            d.connectTimeout(),
            d.answerTimeout(),
            d.stallTimeout(),
            d.slowestBytesPerSecond(),
            2);
    SourceFiles files = new SourceFiles(Clock.systemUTC(), twoAHost, duration -> {});
    ExecutorService pool = Executors.newFixedThreadPool(10);
    try {
      List<Future<FetchedFile>> jobs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        FetchRequest request = request("/%d.geojson".formatted(i));
        jobs.add(pool.submit(() -> files.fetch(request).get(0)));
      }
      for (Future<FetchedFile> job : jobs) {
        assertThat(Path.of(job.get().localPath())).hasBinaryContent(mebibyte);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void sharesOneBoundAmongTheThreadsOfAProcess() {
    assertThat(SourceFiles.shared(HttpPolicy.DEFAULT))
        .isSameAs(SourceFiles.shared(HttpPolicy.DEFAULT));
  }

  private FetchRequest request(String path) {
    return new RemoteRequests(folder.resolve("cache"), server.endpoints())
        .of(Repository.DIRECT_DOWNLOAD, server.base() + path);
  }
}
