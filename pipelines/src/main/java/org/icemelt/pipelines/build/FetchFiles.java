package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchException;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.FetchRequest;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.io.repositories.SourceFiles;
import org.icemelt.pipelines.manifest.DatasetSpec;

/** Brings a dataset's files to local disk: one entry, then one finding a file. */
final class FetchFiles extends DoFn<DatasetSpec, KV<String, Finding>> {
  private final BuildSettings settings;

  FetchFiles(BuildSettings settings) {
    this.settings = requireNonNull(settings);
  }

  private FetchRequest request(DatasetSpec spec) {
    CachePolicy cache =
        new CachePolicy(settings.cachePath(), settings.useCache() && !settings.forceDownload());
    FetchLimits limits =
        FetchLimits.DEFAULT
            .withDownloadBytes(settings.maxBytes())
            .withUnpackedBytes(settings.maxUnpackedBytes());
    return spec.fetchRequest(cache, limits, Endpoints.PUBLIC);
  }

  @ProcessElement
  public void fetch(@Element DatasetSpec spec, OutputReceiver<KV<String, Finding>> out)
      throws IOException {
    long started = System.currentTimeMillis();
    try {
      List<FetchedFile> files = new SourceFiles().fetch(request(spec));
      out.output(KV.of(spec.name(), new Finding.Entry(spec, files.size(), started)));
      for (FetchedFile file : files) {
        out.output(KV.of(spec.name(), new Finding.Fetched(spec, file)));
      }
    } catch (FetchException e) {
      out.output(KV.of(spec.name(), new Finding.Entry(spec, 0, started)));
      DatasetFailure failure = new DatasetFailure(e.code().name(), e.getMessage());
      out.output(KV.of(spec.name(), new Finding.Broken(failure)));
    }
  }
}
