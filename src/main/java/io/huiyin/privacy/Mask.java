package io.huiyin.privacy;

/** How personal data shows by default: enough to recognise, too little to use. */
public final class Mask {

  private Mask() {
  }

  /** {@code 张**}, one star per hidden character. */
  public static String name(String name) {
    return name == null || name.isBlank() ? name : name.substring(0, name.offsetByCodePoints(0, 1))
        + "*".repeat(Math.max(1, name.codePointCount(0, name.length()) - 1));
  }

  /** {@code 138****1234}; shorter numbers keep their last two digits. */
  public static String phone(String phone) {
    if (phone == null || phone.isBlank()) {
      return phone;
    }
    return phone.length() >= 11
        ? phone.substring(0, phone.length() - 8) + "****" + phone.substring(phone.length() - 4)
        : "****" + phone.substring(Math.max(0, phone.length() - 2));
  }

  /** {@code z***@example.com}. */
  public static String email(String email) {
    if (email == null || email.isBlank()) {
      return email;
    }
    var at = email.indexOf('@');
    return at < 1 ? "***" : email.charAt(0) + "***" + email.substring(at);
  }
}
