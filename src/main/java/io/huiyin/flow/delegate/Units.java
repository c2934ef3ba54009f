package io.huiyin.flow.delegate;

import io.huiyin.flow.engine.FlowBean;
import java.util.List;
import java.util.stream.Stream;

/** Lists of units, which stand in variables and rule tables as one text with commas. */
@FlowBean(as = "units")
public class Units {

  /** What a multi-instance task goes through: {@code ${units.of(collaborators)}}. */
  public List<String> of(String commaSeparated) {
    return list(commaSeparated);
  }

  /** The parts of the text; none of a missing or blank one. */
  static List<String> list(String commaSeparated) {
    return commaSeparated == null ? List.of()
        : Stream.of(commaSeparated.split(",")).map(String::strip).filter(part -> !part.isEmpty()).distinct().toList();
  }
}
