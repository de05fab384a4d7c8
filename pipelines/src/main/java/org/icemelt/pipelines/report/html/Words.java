package org.icemelt.pipelines.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Texts that come often, each with a number, in the order in which they came first. */
final class Words {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  /** NULL is the empty text. */
  int number(@Nullable Object word) {
    String text = word == null ? "" : word.toString();
    return numbers.computeIfAbsent(
        text,
        added -> {
          words.add(added);
          return words.size() - 1;
        });
  }

  String word(int number) {
    return words.get(number);
  }

  List<String> words() {
    return List.copyOf(words);
  }

  /** By number, the place of its word among all, sorted. */
  int[] sorted() {
    int[] places = new int[words.size()];
    List<Integer> order =
        IntStream.range(0, words.size()).boxed().sorted(Comparator.comparing(words::get)).toList();
    for (int place = 0; place < places.length; place++) {
      places[order.get(place)] = place;
    }
    return places;
  }
}
