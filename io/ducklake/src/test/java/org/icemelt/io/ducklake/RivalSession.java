package org.icemelt.io.ducklake;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;

/**
 * A live DuckDB session that inserts and deletes in turn, one row or a dozen at a time, its own and
 * sometimes one of ours. It tries again when DuckDB says that another was in the way.
 */
final class RivalSession implements Runnable {
  private static final int MANY = 12; // more than DuckDB keeps in the catalog
  private static final Pattern IN_THE_WAY =
      Pattern.compile(
          "(?i)locked|conflict|unique|primary key|concurrent|could not serialize|retr(y|ies)|deadlock");

  private record Batch(long first, int rows) {}

  private final String name;
  private final String catalog;
  private final Set<String> rows;
  private final BlockingQueue<String> ours;
  private int inserts;
  private int deletes;
  private int tries;
  private boolean over;
  private Exception failure;

  /**
   * @param rows takes what was acknowledged: {@code who n}
   * @param ours rows of our committers that this session may delete
   */
  RivalSession(String name, String catalog, Set<String> rows, BlockingQueue<String> ours) {
    this.name = name;
    this.catalog = catalog;
    this.rows = rows;
    this.ours = ours;
  }

  @Override
  public void run() {
    try (DuckSession session = new DuckSession(catalog)) {
      Deque<Batch> mine = new ArrayDeque<>();
      long next = 0;
      while (!isOver()) {
        Batch batch = new Batch(next, next % 3 == 0 ? MANY : 1);
        next += batch.rows();
        if (!acknowledged(session, insert(batch))) {
          break;
        }
        mine.add(batch);
        range(batch).forEach(rows::add);
        count(true);
        String one = inserts % 3 == 0 ? ours.poll() : null;
        if (one == null) {
          Batch gone = mine.remove();
          if (!acknowledged(session, delete(name, gone.first(), gone.rows()))) {
            break;
          }
          range(gone).forEach(rows::remove);
        } else {
          String[] whoAndN = one.split(" ");
          if (!acknowledged(session, delete(whoAndN[0], Long.parseLong(whoAndN[1]), 1))) {
            break;
          }
          rows.remove(one);
        }
        count(false);
      }
    } catch (IOException | SQLException | RuntimeException e) {
      fail(e);
    }
  }

  private String insert(Batch batch) {
    return "INSERT INTO lake.rivals SELECT '%s', range FROM range(%d, %d)"
        .formatted(name, batch.first(), batch.first() + batch.rows());
  }

  private static String delete(String who, long first, int rows) {
    return "DELETE FROM lake.rivals WHERE who = '%s' AND n BETWEEN %d AND %d"
        .formatted(who, first, first + rows - 1);
  }

  private List<String> range(Batch batch) {
    return java.util.stream.LongStream.range(batch.first(), batch.first() + batch.rows())
        .mapToObj(n -> name + " " + n)
        .toList();
  }

  /** Tries until DuckDB says yes; false if time is over first. */
  private boolean acknowledged(DuckSession session, String sql) throws SQLException {
    while (!isOver()) {
      synchronized (this) {
        tries++;
      }
      try {
        session.ask(sql);
        return true;
      } catch (SQLException e) {
        if (!IN_THE_WAY.matcher(String.valueOf(e.getMessage())).find()) {
          throw e;
        }
      }
    }
    return false;
  }

  private synchronized void count(boolean insert) {
    inserts += insert ? 1 : 0;
    deletes += insert ? 0 : 1;
    notifyAll();
  }

  private synchronized void fail(Exception e) {
    failure = e;
    notifyAll();
  }

  private synchronized boolean isOver() {
    return over;
  }

  synchronized void end() {
    over = true;
  }

  /** Waits until the session has got through one insert and one delete more than before. */
  synchronized void awaitOneMoreOfEach(int insertsBefore, int deletesBefore)
      throws InterruptedException {
    while (failure == null && (inserts <= insertsBefore || deletes <= deletesBefore)) {
      wait();
    }
    if (failure != null) {
      throw new AssertionError(name + " failed", failure);
    }
  }

  synchronized int inserts() {
    return inserts;
  }

  synchronized int deletes() {
    return deletes;
  }

  synchronized String pace() {
    return "%s: %d inserts, %d deletes of %d tries".formatted(name, inserts, deletes, tries);
  }
}
