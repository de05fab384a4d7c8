package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.repositories.FetchException;
import org.icemelt.io.repositories.FetchRequest;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.io.repositories.FirstFetch;
import org.icemelt.io.repositories.SourceFiles;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.pipelines.stage.StageClock;
import org.icemelt.pipelines.stage.Work;
import org.jspecify.annotations.Nullable;

/** Brings a dataset's files to local disk: one entry, then one finding a file. */
@InStage(Stage.FETCH)
final class FetchFiles extends DoFn<DatasetSpec, KV<String, Finding>> {
  private final Downloads downloads;
  private final FirstFetch first;
  private final StageClock clock = StageClock.of(Work.FETCH);
  private transient @Nullable SourceFiles sources;

  /**
   * @param first of this run: an attempt that begins anew reads the same bytes
   */
  FetchFiles(Downloads downloads, FirstFetch first) {
    this.downloads = requireNonNull(downloads);
    this.first = requireNonNull(first);
  }

  @Setup
  public void setUp() {
    sources = SourceFiles.shared(downloads.policy());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(DisplayData.item("cachePath", downloads.cache().folder()));
    builder.add(DisplayData.item("useCache", downloads.cache().reuse()));
    builder.add(DisplayData.item("largestDownloadBytes", downloads.limits().downloadBytes()));
  }

  @ProcessElement
  public void fetch(@Element DatasetSpec spec, OutputReceiver<KV<String, Finding>> out)
      throws IOException {
    long started = System.currentTimeMillis();
    long begun = System.nanoTime();
    FetchRequest request =
        spec.fetchRequest(downloads.cache(), downloads.limits(), downloads.endpoints());
    try {
      List<FetchedFile> files = first.fetch(requireNonNull(sources), request);
      out.output(KV.of(spec.name(), new Finding.Entry(spec, files.size(), started)));
      for (FetchedFile file : files) {
        out.output(KV.of(spec.name(), new Finding.Fetched(spec, file)));
      }
    } catch (FetchException e) {
      out.output(KV.of(spec.name(), new Finding.Entry(spec, 0, started)));
      DatasetFailure failure = new DatasetFailure(e.code().name(), e.getMessage());
      out.output(KV.of(spec.name(), new Finding.Broken(failure, BrokenFile.of(spec, e))));
    } finally {
      clock.addSince(begun);
    }
  }
}
