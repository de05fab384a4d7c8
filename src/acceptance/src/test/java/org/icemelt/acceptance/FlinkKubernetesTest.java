package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.Test;

/** The Kubernetes example against the schema that the Flink operator itself installs. */
class FlinkKubernetesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String SCHEMA = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  private static String example() throws IOException {
    return Files.readString(
        ProjectRoot.path().resolve("runner-configs/flink-cluster/kubernetes.yaml"));
  }

  /** Faults of a deployment, as a strict API server finds them: unknown keys are faults too. */
  private static List<String> faults(String yaml) throws IOException {
    JsonNode schema;
    try (InputStream definition = FlinkKubernetesTest.class.getResourceAsStream(SCHEMA)) {
      schema = YAML.readTree(definition).at("/spec/versions/0/schema/openAPIV3Schema");
    }
    assertThat(schema.at("/properties/spec/properties/job/properties")).isNotEmpty();
    allowNoOtherKeys(schema);
    for (String ofTheServer : List.of("apiVersion", "kind", "metadata")) {
      ((ObjectNode) schema.get("properties"))
          .putIfAbsent(ofTheServer, YAML.createObjectNode()); // a definition may leave them out
    }
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(schema)
        .validate(YAML.readTree(yaml))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private static void allowNoOtherKeys(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.set("additionalProperties", BooleanNode.FALSE);
    }
    schema.forEach(FlinkKubernetesTest::allowNoOtherKeys);
  }

  @Test
  void theExamplePassesTheOperatorsSchema() throws Exception {
    assertThat(faults(example())).isEmpty();
  }

  @Test
  void aMisspeltKeyFailsIt() throws Exception {
    String misspelt = example().replace("taskManager:", "taskManagers:");
    assertThat(misspelt).isNotEqualTo(example());
    assertThat(faults(misspelt)).singleElement().asString().contains("taskManagers");
  }

  @Test
  void aValueOfTheWrongTypeFailsIt() throws Exception {
    String wrong = example().replace("parallelism: 4", "parallelism: four");
    assertThat(wrong).isNotEqualTo(example());
    assertThat(faults(wrong)).singleElement().asString().contains("parallelism");
  }

  @Test
  void theExampleHoldsNoSecretAndRunsTheProgram() throws Exception {
    JsonNode job = YAML.readTree(example()).at("/spec/job");
    assertThat(job.path("entryClass").asText()).isEqualTo("org.icemelt.pipelines.Main");
    assertThat(job.path("args").toString()).doesNotContainIgnoringCase("password");
  }
}
