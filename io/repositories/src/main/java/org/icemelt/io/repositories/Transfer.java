package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.repositories.FetchException.Code;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one file's bytes to a local part file, over as many requests as it takes: what broke off
 * is gone on with by a range. Too large a file is refused by its stated size before any byte comes,
 * and while they come.
 */
final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private final Http http;
  private final String dataset;
  private final RemoteFile file;
  private final long limit;
  private final Path part;
  private final long leastProgress;
  private final DownloadProgress progress;

  private @Nullable String validator;
  private long furthest;

  /**
   * @param limit largest size allowed, in bytes
   * @param validator of the part that is there already: ETag or date; null = it is not gone on with
   */
  Transfer(
      Http http,
      String dataset,
      RemoteFile file,
      long limit,
      Path part,
      @Nullable String validator) {
    this.http = http;
    this.dataset = dataset;
    this.file = file;
    this.limit = limit;
    this.part = part;
    this.leastProgress = http.policy().leastProgress();
    this.progress = new DownloadProgress(http.clock(), dataset, file, LOG::info);
    this.validator = validator;
  }

  /** Sees each validator before bytes that it goes with are written. */
  interface ValidatorSink {
    void accept(@Nullable String validator) throws IOException;
  }

  /** Fetches the rest of the file. */
  void run(ValidatorSink validators) throws FetchException, IOException {
    refuseLarger(file.bytes());
    if (validator == null) {
      Files.deleteIfExists(part);
    }
    furthest = have();
    try {
      http.retrying(
          dataset,
          file.url(),
          () -> {
            long before = furthest;
            try {
              attempt(validators);
              return true;
            } catch (Http.Passing failure) {
              throw furthest - before >= leastProgress ? failure.withProgress() : failure;
            }
          });
    } catch (UncheckedIOException localDisk) {
      throw new IOException(
          "Failed to write %s of dataset \"%s\" to %s".formatted(file.url(), dataset, part),
          localDisk.getCause());
    }
  }

  private void attempt(ValidatorSink validators)
      throws Http.Passing, FetchException, IOException, InterruptedException {
    long have = have();
    if (have > 0 && have == file.bytes()) {
      return;
    }
    HttpRequest.Builder request = http.request(file.url());
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      if (validator != null && !validator.startsWith("W/")) {
        request.header("If-Range", validator);
      }
    }
    try (Http.Answer answer = http.send(request)) {
      HttpResponse<TimedBody> response = answer.response();
      if (response.statusCode() == 416) {
        Files.deleteIfExists(part);
        throw new Http.Passing("the server has no such range", null, null, false);
      }
      http.refuse(dataset, file.url(), response);
      long start = start(response, have);
      if (start != have) {
        Files.deleteIfExists(part);
      }
      if (start > 0 && start != have) {
        throw new Http.Passing("the server sent another range than asked for", null, null, false);
      }
      validator = validatorOf(response);
      validators.accept(validator);
      refuseLarger(total(response, start));
      receive(response.body(), start);
    }
  }

  private void receive(TimedBody body, long start)
      throws Http.Passing, FetchException, InterruptedException {
    long have = start;
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(start).position(start);
      for (List<ByteBuffer> block = http.next(body); block != null; block = http.next(body)) {
        for (ByteBuffer buffer : block) {
          have += buffer.remaining();
          refuseLarger(have);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
        furthest = Math.max(furthest, have);
        progress.has(have);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (file.bytes() >= 0 && have < file.bytes()) {
      throw new Http.Passing(
          "the server ended after %d of %d bytes".formatted(have, file.bytes()), null, null, false);
    }
  }

  private long have() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void refuseLarger(long bytes) throws FetchException {
    if (bytes > limit) {
      throw new FetchException(
          Code.TOO_LARGE,
          ("Cannot download %s of dataset \"%s\": it has %d MB or more, %d MB are allowed. "
                  + "Raise --maxMb, or max_mb of this dataset.")
              .formatted(file.url(), dataset, bytes / 1_000_000, limit / 1_000_000));
    }
  }

  /** Where the bytes of an answer begin. */
  private static long start(HttpResponse<?> response, long asked) {
    if (response.statusCode() != 206) {
      return 0;
    }
    Matcher range =
        CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) : asked;
  }

  private static long total(HttpResponse<?> response, long start) {
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    return length < 0 ? -1 : start + length;
  }

  static @Nullable String validatorOf(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("ETag")
        .or(() -> response.headers().firstValue("Last-Modified"))
        .orElse(null);
  }
}
