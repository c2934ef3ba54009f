package io.huiyin.archive;

import io.huiyin.identity.Directory;

/**
 * A document that a file of some category must hold, as the rule table says. [000]
 *
 * @param code      the kind under which its evidence is added
 * @param label     what a person reads
 * @param mandatory whether the file cannot be filed without it
 * @param whoBrings who has to bring it: id of a group, or of a person
 */
public record RequiredDocument(String code, String label, boolean mandatory, String whoBrings) {

  /** The document and who has to bring it, as a person reads it. */
  public String words(Directory directory) {
    var person = directory.person(whoBrings);
    return "%s（%s提供）".formatted(label,
        person.isPresent() ? person.get().name() : directory.groupName(whoBrings));
  }
}
