package org.icemelt.io.ducklake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;

/** Local files under {@code counted:///}, each read of them noted. Nothing can be written. */
public final class CountedFiles extends FileSystem<CountedFiles.Id> {
  private static final String SCHEME = "counted";

  /**
   * One read.
   *
   * @param path of the local file
   */
  record Read(String path, long from, long to) {}

  private static final Collection<Read> READS = new ConcurrentLinkedQueue<>();

  /** Reads since this was last asked. */
  static List<Read> takeReads() {
    List<Read> reads = new ArrayList<>(READS);
    READS.clear();
    return reads;
  }

  /** Makes the file system known to Beam. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new CountedFiles());
    }
  }

  /** A file. */
  public record Id(String path) implements ResourceId {
    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      return new Id(path + other);
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Id(path.substring(0, path.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public String getFilename() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return path.endsWith("/");
    }

    @Override
    public String toString() {
      return SCHEME + "://" + path;
    }
  }

  @Override
  protected String getScheme() {
    return SCHEME;
  }

  @Override
  protected Id matchNewResource(String spec, boolean isDirectory) {
    return new Id(spec.substring((SCHEME + "://").length()));
  }

  @Override
  protected List<MatchResult> match(List<String> specs) throws IOException {
    List<MatchResult> found = new ArrayList<>();
    for (String spec : specs) {
      Id id = matchNewResource(spec, false);
      if (Files.exists(Path.of(id.path()))) {
        found.add(
            MatchResult.create(
                Status.OK,
                List.of(
                    Metadata.builder()
                        .setResourceId(id)
                        .setSizeBytes(Files.size(Path.of(id.path())))
                        .setIsReadSeekEfficient(true)
                        .build())));
      } else {
        found.add(MatchResult.create(Status.NOT_FOUND, List.of()));
      }
    }
    return found;
  }

  @Override
  protected ReadableByteChannel open(Id id) throws IOException {
    return new Counting(id.path(), Files.newByteChannel(Path.of(id.path())));
  }

  @Override
  protected WritableByteChannel create(Id id, CreateOptions options) throws IOException {
    throw new IOException("Cannot write " + id);
  }

  @Override
  protected void copy(List<Id> from, List<Id> to) throws IOException {
    throw new IOException("Cannot copy " + from);
  }

  @Override
  protected void rename(List<Id> from, List<Id> to, MoveOptions... options) throws IOException {
    throw new IOException("Cannot rename " + from);
  }

  @Override
  protected void delete(Collection<Id> files) throws IOException {
    throw new IOException("Cannot delete " + files);
  }

  private record Counting(String path, SeekableByteChannel file) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      long from = file.position();
      int bytes = file.read(into);
      if (bytes > 0) {
        READS.add(new Read(path, from, from + bytes));
      }
      return bytes;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return file.write(from);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
      file.position(to);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      throw new IOException("Cannot truncate " + path);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
