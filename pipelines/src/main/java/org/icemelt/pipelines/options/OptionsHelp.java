package org.icemelt.pipelines.options;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.icemelt.pipelines.UsageException;

/** Describes the options of a command from their declarations, so that help cannot drift. */
public final class OptionsHelp {
  private OptionsHelp() {}

  /**
   * One option.
   *
   * @param defaultValue as one would type it; empty if there is none
   */
  public record Option(String name, String type, String defaultValue, String description) {}

  /** Our own options of an interface (not those of Beam's runners), by name. */
  public static List<Option> describe(Class<? extends PipelineOptions> options) {
    List<Option> found = new ArrayList<>();
    for (PropertyDescriptor property : properties(options)) {
      Method getter = property.getReadMethod();
      Description description = getter == null ? null : getter.getAnnotation(Description.class);
      if (description != null && LakeOptions.class.isAssignableFrom(getter.getDeclaringClass())) {
        found.add(
            new Option(
                property.getName(),
                property.getPropertyType().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                defaultOf(getter),
                description.value()));
      }
    }
    found.sort(Comparator.comparing(Option::name));
    return found;
  }

  /** Help text, paths shown absolute from the folder the program runs in. */
  public static String text(Class<? extends PipelineOptions> options, Path folder) {
    StringBuilder out = new StringBuilder();
    for (Option option : describe(options)) {
      out.append("  --").append(option.name()).append("=<").append(option.type()).append(">");
      if (!option.defaultValue().isEmpty()) {
        out.append("  [").append(option.defaultValue()).append(']');
        if (option.name().endsWith("Path")) {
          out.append(" = ").append(folder.resolve(option.defaultValue()).normalize());
        }
      }
      out.append("\n      ").append(option.description()).append('\n');
    }
    return out.toString();
  }

  private static List<PropertyDescriptor> properties(Class<?> type) {
    try {
      List<PropertyDescriptor> all =
          new ArrayList<>(List.of(Introspector.getBeanInfo(type).getPropertyDescriptors()));
      for (Class<?> parent : type.getInterfaces()) {
        all.addAll(properties(parent));
      }
      return all;
    } catch (IntrospectionException e) {
      throw new UsageException("Cannot describe the options of " + type.getSimpleName(), e);
    }
  }

  private static String defaultOf(Method getter) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation instanceof Default.String text) {
        return text.value();
      } else if (annotation instanceof Default.Boolean flag) {
        return String.valueOf(flag.value());
      } else if (annotation instanceof Default.Integer number) {
        return String.valueOf(number.value());
      }
    }
    return "";
  }
}
