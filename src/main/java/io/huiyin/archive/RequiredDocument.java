package io.huiyin.archive;

/**
 * A document that a file of some category must hold, as the rule table says. [000]
 *
 * @param code      the kind under which its evidence is added
 * @param label     what a person reads
 * @param mandatory whether the file cannot be filed without it
 * @param whoBrings group id of who has to bring it, or {@code lead-unit}
 */
public record RequiredDocument(String code, String label, boolean mandatory, String whoBrings) {
}
