package io.huiyin.complaint;

/** One faulty field: its name as the caller sent it, and in Chinese what is wrong and what to do. */
public record FieldError(String field, String message) {
}
