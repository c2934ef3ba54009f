package io.huiyin.archive;

/**
 * One form of a case.
 *
 * @param fileName ends in {@code .pdf}; made of the complaint number and the form's name, so no personal data
 * @param title    as printed at its head
 */
public record PrintedForm(String fileName, String title, byte[] pdf) {
}
