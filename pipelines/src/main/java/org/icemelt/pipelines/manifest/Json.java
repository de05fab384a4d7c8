package org.icemelt.pipelines.manifest;

import java.math.BigDecimal;
import java.util.List;

/** A JSON value that knows its line in the text (from 1); objects keep repeated keys. */
sealed interface Json {
  int line();

  /** What it is, for messages. */
  String kind();

  record Text(int line, String value) implements Json {
    @Override
    public String kind() {
      return "the text \"" + (value.length() > 40 ? value.substring(0, 40) + "…" : value) + "\"";
    }
  }

  record Number(int line, BigDecimal value) implements Json {
    @Override
    public String kind() {
      return "the number " + value;
    }
  }

  record Bool(int line, boolean value) implements Json {
    @Override
    public String kind() {
      return String.valueOf(value);
    }
  }

  record Null(int line) implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }

  record Array(int line, List<Json> values) implements Json {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Obj(int line, List<Member> members) implements Json {
    @Override
    public String kind() {
      return "an object";
    }
  }

  record Member(String key, int line, Json value) {}
}
