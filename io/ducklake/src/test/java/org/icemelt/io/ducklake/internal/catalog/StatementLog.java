package org.icemelt.io.ducklake.internal.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.LakeConfig;

/** Hears every statement that a catalog is sent, through whichever connection, in order. */
public final class StatementLog {
  private final List<String> statements = new ArrayList<>();

  /** The catalog, listened to. */
  public Catalog catalog(LakeConfig config) {
    Dialect heard =
        proxy(
            Dialect.class,
            Dialect.of(config),
            (method, arguments, answer) ->
                answer instanceof Connection connection ? connection(connection) : answer);
    return new Catalog(config, heard, Clock.systemUTC());
  }

  public List<String> statements() {
    return List.copyOf(statements);
  }

  private Connection connection(Connection real) {
    return proxy(
        Connection.class,
        real,
        (method, arguments, answer) -> {
          if (method.getName().equals("prepareStatement")) {
            statements.add((String) arguments[0]);
          }
          return answer instanceof Statement statement && method.getName().equals("createStatement")
              ? statement(statement)
              : answer;
        });
  }

  private Statement statement(Statement real) {
    return proxy(
        Statement.class,
        real,
        (method, arguments, answer) -> {
          if (method.getName().startsWith("execute")) {
            statements.add((String) arguments[0]);
          }
          return answer;
        });
  }

  @FunctionalInterface
  private interface Ear {
    Object heard(Method method, Object[] arguments, Object answer);
  }

  private static <T> T proxy(Class<T> type, T real, Ear ear) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer;
              try {
                answer = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              return ear.heard(method, arguments, answer);
            }));
  }
}
