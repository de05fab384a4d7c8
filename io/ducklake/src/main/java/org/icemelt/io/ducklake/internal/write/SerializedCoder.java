package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Coder of the few elements that describe files and changes. Not for rows. */
public final class SerializedCoder<T extends Serializable> extends CustomCoder<T> {
  private final Class<T> type;

  private SerializedCoder(Class<T> type) {
    this.type = type;
  }

  public static <T extends Serializable> SerializedCoder<T> of(Class<T> type) {
    return new SerializedCoder<>(type);
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (var objects = new ObjectOutputStream(bytes)) {
      objects.writeObject(value);
    }
    VarInt.encode(bytes.size(), out);
    bytes.writeTo(out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(VarInt.decodeInt(in));
    try (var objects = new LoaderAwareInput(new java.io.ByteArrayInputStream(bytes), type)) {
      return type.cast(objects.readObject());
    } catch (ClassNotFoundException e) {
      throw new IOException("Failed to read a " + type.getSimpleName() + " of another worker", e);
    }
  }

  /** Values are immutable records: equal content is equal. */
  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public Object structuralValue(T value) {
    return value;
  }

  @Override
  public TypeDescriptor<T> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SerializedCoder<?> coder && coder.type.equals(type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  /** Looks classes up where the element's own class came from, as clusters load jars apart. */
  private static final class LoaderAwareInput extends ObjectInputStream {
    private final Class<?> type;

    LoaderAwareInput(InputStream in, Class<?> type) throws IOException {
      super(in);
      this.type = type;
    }

    @Override
    protected Class<?> resolveClass(java.io.ObjectStreamClass wanted)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(wanted.getName(), false, type.getClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(wanted);
      }
    }
  }
}
