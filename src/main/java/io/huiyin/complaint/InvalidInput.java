package io.huiyin.complaint;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Input that cannot be accepted. It names every faulty field, nothing was done, and the caller may correct and
 * send again. Its message is fit for a person's eyes and never repeats the value that was sent.
 */
public class InvalidInput extends RuntimeException {

  private final transient List<FieldError> errors;

  public InvalidInput(List<FieldError> errors) {
    // no stack trace: the mistake is the sender's, and the engine's REST logs what it is handed
    super(errors.stream().map(error -> error.field() + "：" + error.message()).collect(Collectors.joining("；")), null,
        false, false);
    this.errors = List.copyOf(errors);
  }

  public InvalidInput(String field, String message) {
    this(List.of(new FieldError(field, message)));
  }

  public List<FieldError> errors() {
    return errors;
  }
}
