package io.huiyin.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/**
 * Facts as JSON text: keys sorted, no white space, times in ISO-8601. The very text that is written is sealed and
 * committed to, so a check never has to make it again.
 */
final class PayloadJson {

  // not the application's mapper: its settings may change, the archive's form may not
  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .findAndAddModules()
      .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private PayloadJson() {
  }

  static String write(Map<String, Object> facts) {
    try {
      return MAPPER.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      // without the cause: Jackson's message may quote the value
      throw new IllegalArgumentException("Facts that cannot be written as JSON: " + facts.keySet());
    }
  }

  static Map<String, Object> read(String json) {
    try {
      return MAPPER.readValue(json, new TypeReference<>() { });
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A payload that is not JSON");
    }
  }
}
