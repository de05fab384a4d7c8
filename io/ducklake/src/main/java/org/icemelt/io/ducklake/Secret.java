package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

/**
 * A password that is never printed. It is not serializable on purpose: job graphs show what is, so
 * each process finds its own.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = requireNonNull(value, "value");
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The password itself, for the one who logs in. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
