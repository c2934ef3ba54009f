package io.huiyin.flow.engine;

import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** temporary */
@Component
class EngineDirectory implements Directory {
  private final ObjectProvider<IdentityService> identity;

  EngineDirectory(ObjectProvider<IdentityService> identity) {
    this.identity = identity;
  }

  private Person person(User user) {
    return new Person(user.getId(), user.getFirstName(), user.getEmail(), identity.getObject().createGroupQuery()
        .groupMember(user.getId()).list().stream().map(Group::getId).collect(Collectors.toSet()));
  }

  @Override
  public Optional<Person> person(String id) {
    return Optional.ofNullable(identity.getObject().createUserQuery().userId(id).singleResult()).map(this::person);
  }

  @Override
  public List<Person> members(String groupId) {
    return identity.getObject().createUserQuery().memberOfGroup(groupId).list().stream().map(this::person).toList();
  }

  @Override
  public String groupName(String groupId) {
    var group = identity.getObject().createGroupQuery().groupId(groupId).singleResult();
    return group == null ? groupId : group.getName();
  }

  @Override
  public boolean passwordMatches(String id, String password) {
    return identity.getObject().checkPassword(id, password);
  }
}
