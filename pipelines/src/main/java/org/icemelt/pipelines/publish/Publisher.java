package org.icemelt.pipelines.publish;

import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.query.DatabaseCopy;
import org.icemelt.pipelines.query.QueryException;

/** Copies a lake to a {@link Target}. */
public final class Publisher {
  private final Lake lake;
  private final Map<String, String> environment;

  public Publisher(Lake lake) {
    this(lake, System.getenv());
  }

  Publisher(Lake lake, Map<String, String> environment) {
    this.lake = lake;
    this.environment = Map.copyOf(environment);
  }

  /**
   * @throws PublishException if it did not succeed; the target is as it was
   */
  public void publish(Target target) throws PublishException {
    try {
      if (target instanceof Target.DuckDbFile duckDb) {
        new DatabaseCopy(lake).toFile(duckDb.file());
      } else if (target instanceof Target.MotherDuck motherDuck) {
        requireToken(motherDuck.address());
        new DatabaseCopy(lake).toMotherDuck(motherDuck.address());
      } else if (target instanceof Target.AnotherLake another) {
        PublishLake.copy(lake, another.lake());
      }
    } catch (Pipeline.PipelineExecutionException e) {
      throw new PublishException(String.valueOf(e.getCause().getMessage()), e);
    } catch (QueryException | IOException | DuckLakeException | IllegalArgumentException e) {
      throw new PublishException(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireToken(String address) throws PublishException {
    if (environment.getOrDefault("motherduck_token", "").isBlank()
        && environment.getOrDefault("MOTHERDUCK_TOKEN", "").isBlank()) {
      throw new PublishException(
          "%s is a MotherDuck database, which asks for a token: set the environment variable motherduck_token."
              .formatted(address),
          null);
    }
  }
}
