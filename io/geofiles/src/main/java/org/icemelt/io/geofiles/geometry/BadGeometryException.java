package org.icemelt.io.geofiles.geometry;

import org.icemelt.io.model.RejectReason;

/** A row's geometry cannot be used. It costs no stack trace, as files may hold millions of them. */
public final class BadGeometryException extends Exception {
  private static final long serialVersionUID = 1L;
  private final RejectReason reason;

  public BadGeometryException(RejectReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public static BadGeometryException empty(String type) {
    return new BadGeometryException(
        RejectReason.GEOMETRY_EMPTY, "The " + type + " has no coordinates");
  }

  public static BadGeometryException malformed(String detail) {
    return new BadGeometryException(RejectReason.GEOMETRY_MALFORMED, detail);
  }

  public RejectReason reason() {
    return reason;
  }

  /** A sentence for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
