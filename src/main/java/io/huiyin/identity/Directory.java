package io.huiyin.identity;

import java.util.List;
import java.util.Optional;

/** Port: the company's people. Implemented over the engine's identity service. */
public interface Directory {

  Optional<Person> person(String id);

  List<Person> members(String groupId);

  /** What a person reads for a user id: the name, or the id of somebody who is not known. */
  default String personName(String id) {
    return person(id).map(Person::name).orElse(id);
  }

  /** What a person reads for a group id. */
  String groupName(String groupId);

  /** Whether the password is the person's; repeated failures lock the account for a while. */
  boolean passwordMatches(String id, String password);
}
