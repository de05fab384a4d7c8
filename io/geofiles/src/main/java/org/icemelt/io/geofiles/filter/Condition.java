package org.icemelt.io.geofiles.filter;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What is true, false or unknown of a row. */
sealed interface Condition extends Serializable {
  Truth test(Row row);

  record And(Condition left, Condition right) implements Condition {
    @Override
    public Truth test(Row row) {
      Truth first = left.test(row);
      return first == Truth.FALSE ? first : first.and(right.test(row));
    }
  }

  record Or(Condition left, Condition right) implements Condition {
    @Override
    public Truth test(Row row) {
      Truth first = left.test(row);
      return first == Truth.TRUE ? first : first.or(right.test(row));
    }
  }

  record Not(Condition inner) implements Condition {
    @Override
    public Truth test(Row row) {
      return inner.test(row).not();
    }
  }

  record IsNull(Operand operand) implements Condition {
    @Override
    public Truth test(Row row) {
      return Truth.of(operand.of(row) == null);
    }
  }

  /** Equal to one of a list. */
  record In(Operand operand, List<Operand> list) implements Condition {
    @Override
    public Truth test(Row row) {
      Truth any = Truth.FALSE;
      for (Operand item : list) {
        any = any.or(Comparison.EQUAL.of(operand.of(row), item.of(row)));
      }
      return any;
    }
  }

  record Compare(Operand left, Comparison comparison, Operand right) implements Condition {
    @Override
    public Truth test(Row row) {
      return comparison.of(left.of(row), right.of(row));
    }
  }

  /** {@code %} stands for any text, {@code _} for one character. */
  record Like(Operand operand, String pattern) implements Condition {
    @Override
    public Truth test(Row row) {
      Object value = operand.of(row);
      return value == null ? Truth.UNKNOWN : Truth.of(matches(value.toString(), pattern));
    }

    private static boolean matches(String text, String pattern) {
      int at = 0;
      int from = 0;
      int star = -1;
      int retry = 0;
      while (at < text.length()) {
        if (from < pattern.length() && pattern.charAt(from) == '%') {
          star = from++;
          retry = at;
        } else if (from < pattern.length()
            && (pattern.charAt(from) == '_' || pattern.charAt(from) == text.charAt(at))) {
          at++;
          from++;
        } else if (star >= 0) {
          from = star + 1;
          at = ++retry;
        } else {
          return false;
        }
      }
      while (from < pattern.length() && pattern.charAt(from) == '%') {
        from++;
      }
      return from == pattern.length();
    }
  }

  /** The six comparisons. */
  enum Comparison {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    static @Nullable Comparison bySign(String sign) {
      for (Comparison comparison : values()) {
        if (comparison.sign.equals(sign)) {
          return comparison;
        }
      }
      return sign.equals("!=") ? NOT_EQUAL : null;
    }

    Truth of(@Nullable Object left, @Nullable Object right) {
      OptionalInt order = ValueOrder.compare(left, right);
      if (order.isEmpty()) {
        return Truth.UNKNOWN;
      }
      int sign = order.getAsInt();
      return Truth.of(
          switch (this) {
            case EQUAL -> sign == 0;
            case NOT_EQUAL -> sign != 0;
            case LESS -> sign < 0;
            case AT_MOST -> sign <= 0;
            case MORE -> sign > 0;
            case AT_LEAST -> sign >= 0;
          });
    }
  }
}
