package io.huiyin;

/** The application does not start, and a person can do something about it. Shown without a stack trace. */
public class StartupRefused extends RuntimeException {

  private final String action;

  /**
   * @param reason what is wrong, in Chinese and English
   * @param action what to do about it, in Chinese and English
   */
  public StartupRefused(String reason, String action) {
    super(reason);
    this.action = action;
  }

  public StartupRefused(String reason, String action, Throwable cause) {
    this(reason, action);
    initCause(cause);
  }

  public String action() {
    return action;
  }
}
