package org.icemelt.pipelines.stage;

/** Kinds of work whose time is counted, in the order of the data. */
public enum Work {
  FETCH("fetch a dataset's files"),
  INSPECT("inspect a file"),
  /** Read, transform and stage in one go; on a runner that chains steps by itself, not counted. */
  LINE("take a split from its file to the lake's files"),
  FINISH("finish the lake's files of a bundle"),
  WEIGH("weigh a dataset's evidence");

  private final String words;

  Work(String words) {
    this.words = words;
  }

  /** As people read it. */
  public String words() {
    return words;
  }
}
