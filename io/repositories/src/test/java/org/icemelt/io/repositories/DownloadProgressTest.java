package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a long download says of itself. */
class DownloadProgressTest {
  @Test
  void saysEveryTenSecondsHowFarALongDownloadIs() {
    AtomicInteger second = new AtomicInteger();
    Clock clock = new SteppedClock(second);
    List<String> said = new ArrayList<>();
    RemoteFile file = new RemoteFile("big.gpkg", "http://x/big.gpkg", 50_000_000, null, null, null);
    DownloadProgress progress = new DownloadProgress(clock, "made_up_pv", file, said::add);
    for (int i = 1; i <= 25; i++) {
      second.set(i);
      progress.has(i * 2_000_000L);
    }
    assertThat(said)
        .containsExactly(
            "Dataset made_up_pv: 20 MB of 50 MB of big.gpkg",
            "Dataset made_up_pv: 40 MB of 50 MB of big.gpkg");
  }

  private static final class SteppedClock extends Clock {
    private final AtomicInteger second;

    SteppedClock(AtomicInteger second) {
      this.second = second;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusSeconds(second.get());
    }
  }
}
