package org.icemelt.io.ducklake;

/** What a snapshot did to a row. An update is a deletion and an insertion of the same row id. */
public enum ChangeKind {
  INSERT,
  DELETE
}
