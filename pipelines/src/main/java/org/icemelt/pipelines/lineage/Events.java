package org.icemelt.pipelines.lineage;

import static java.util.Objects.requireNonNull;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.jspecify.annotations.Nullable;

/** Events of one run of one job. Its write id, and what became of it, stand in {@value #RUN}. */
final class Events {
  static final String RUN = "icemelt_run";
  static final String NAMESPACE = "icemelt";
  static final URI PRODUCER = URI.create("pkg:maven/org.icemelt/icemelt-pipelines");

  private final OpenLineage client = new OpenLineage(PRODUCER);
  private final String job;
  private final String writeId;
  private final @Nullable Events parent;

  /**
   * @param job name of the job
   * @param writeId of the run's commit
   * @param parent the run that this one is a part of; null for none
   */
  Events(String job, String writeId, @Nullable Events parent) {
    this.job = requireNonNull(job);
    this.writeId = requireNonNull(writeId);
    this.parent = parent;
  }

  /** The run's first event. */
  OpenLineage.RunEvent started() {
    return ended(EventType.START, null, Map.of(), Datasets.NONE);
  }

  OpenLineage.RunEvent ended(EventType type, @Nullable String error, Datasets datasets) {
    return ended(type, error, Map.of(), datasets);
  }

  /**
   * The run's last event.
   *
   * @param error what failed; null if nothing did
   * @param outcome what else there is to say of the run, such as its exit code
   */
  OpenLineage.RunEvent ended(
      EventType type, @Nullable String error, Map<String, Object> outcome, Datasets datasets) {
    return client.newRunEvent(
        ZonedDateTime.now(ZoneOffset.UTC),
        type,
        client.newRun(runId(), facets(error, outcome)),
        client.newJob(
            NAMESPACE,
            job,
            client
                .newJobFacetsBuilder()
                .jobType(client.newJobTypeJobFacet("BATCH", "BEAM", "JOB", null))
                .build()),
        datasets.inputs(),
        datasets.outputs());
  }

  private OpenLineage.RunFacets facets(@Nullable String error, Map<String, Object> outcome) {
    OpenLineage.RunFacet run = client.newRunFacet();
    run.getAdditionalProperties().put("run_id", writeId);
    run.getAdditionalProperties().putAll(outcome);
    OpenLineage.RunFacetsBuilder facets =
        client
            .newRunFacetsBuilder()
            .processing_engine(
                client.newProcessingEngineRunFacet(
                    ReleaseInfo.getReleaseInfo().getVersion(), "Apache Beam", null))
            .put(RUN, run);
    if (error != null) {
      facets.errorMessage(client.newErrorMessageRunFacet(error, "JAVA", null));
    }
    if (parent != null) {
      facets.parent(
          client.newParentRunFacet(
              client.newParentRunFacetRun(parent.runId(), null),
              client.newParentRunFacetJob(NAMESPACE, parent.job, null),
              null));
    }
    return facets.build();
  }

  /** The write id if it is a uuid, as OpenLineage asks for, else one made from it. */
  private UUID runId() {
    try {
      return UUID.fromString(writeId);
    } catch (IllegalArgumentException e) {
      return UUID.nameUUIDFromBytes(writeId.getBytes(StandardCharsets.UTF_8));
    }
  }
}
