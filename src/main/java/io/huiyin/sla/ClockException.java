package io.huiyin.sla;

/** A clock cannot do what was asked in its present state; the Chinese message says why. Nothing was changed. */
public class ClockException extends RuntimeException {

  ClockException(String message) {
    super(message);
  }
}
