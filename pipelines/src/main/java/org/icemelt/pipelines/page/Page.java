package org.icemelt.pipelines.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One HTML page from a Mustache template. Where the template says {@code {{{head}}}}, the styles
 * go, and a policy (CSP) by which the page loads nothing and runs only the scripts that are added
 * here; where it says {@code {{{scripts}}}}, the data and then the scripts.
 */
public final class Page {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String template;
  private final List<String> styles = new ArrayList<>();
  private final List<String> scripts = new ArrayList<>();
  private final Map<String, String> data = new LinkedHashMap<>();

  private Page(String template) {
    this.template = template;
  }

  public static Page of(String template) {
    return new Page(template);
  }

  public Page style(String css) {
    styles.add(unixLines(css));
    return this;
  }

  public Page script(String javascript) {
    if (javascript.contains("</script")) {
      throw new IllegalArgumentException("A script must not hold its own end tag");
    }
    scripts.add(unixLines(javascript));
    return this;
  }

  /** A browser reads them so before it takes their hash. */
  private static String unixLines(String text) {
    return text.replace("\r\n", "\n");
  }

  /** A block of JSON that the page's scripts find by its id. */
  public Page data(String id, Object value) {
    try {
      // no markup can begin inside a block without "<"
      data.put(id, JSON.writeValueAsString(value).replace("<", "\\u003c"));
      return this;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot write data block " + id, e);
    }
  }

  /**
   * The page's text.
   *
   * @param context what the template's other names mean; values are escaped by the template
   */
  public String render(Map<String, ?> context) {
    Map<String, Object> names = new LinkedHashMap<>(context);
    names.put("head", head());
    names.put("scripts", blocks());
    return Mustache.compiler()
        .defaultValue("")
        .emptyStringIsFalse(true)
        .compile(template)
        .execute(names);
  }

  private String head() {
    StringBuilder out = new StringBuilder();
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'")
        .append("; script-src ")
        .append(hashes(scripts))
        .append("; style-src ")
        .append(hashes(styles))
        .append("; img-src data:; base-uri 'none'; form-action 'none'\">\n");
    styles.forEach(css -> out.append("<style>").append(css).append("</style>\n"));
    return out.toString();
  }

  private String blocks() {
    StringBuilder out = new StringBuilder();
    data.forEach(
        (id, json) ->
            out.append("<script type=\"application/json\" id=\"")
                .append(id)
                .append("\">")
                .append(json)
                .append("</script>\n"));
    scripts.forEach(js -> out.append("<script>").append(js).append("</script>\n"));
    return out.toString();
  }

  private static String hashes(List<String> texts) {
    return texts.isEmpty()
        ? "'none'"
        : texts.stream().map(Page::hash).collect(Collectors.joining(" "));
  }

  private static String hash(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(sum) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
