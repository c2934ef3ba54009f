package io.huiyin.flow.engine;

import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The directory over the engine's identity service. What it found is remembered for {@link #MEMORY}, for a notice to a
 * group looks at every member; passwords are checked each time.
 */
@Component
class EngineDirectory implements Directory {

  private static final Duration MEMORY = Duration.ofSeconds(10);

  private final IdentityService identity;
  private final Map<String, Remembered> memory = new ConcurrentHashMap<>();

  EngineDirectory(@Lazy IdentityService identity) {
    this.identity = identity;
  }

  @Override
  public Optional<Person> person(String id) {
    return remember("user:" + id, () -> Optional.ofNullable(
        identity.createUserQuery().userId(id).singleResult()).map(this::person));
  }

  @Override
  public List<Person> members(String groupId) {
    return remember("members:" + groupId, () -> Optional.of(
        identity.createUserQuery().memberOfGroup(groupId).orderByUserId().asc().list().stream().map(this::person)
            .toList())).orElseThrow();
  }

  @Override
  public String groupName(String groupId) {
    return remember("group:" + groupId, () -> Optional.ofNullable(
        identity.createGroupQuery().groupId(groupId).singleResult()).map(Group::getName)).orElse(groupId);
  }

  @Override
  public boolean passwordMatches(String id, String password) {
    return asNobody(() -> {
      // two attempts at once both count a failure, or both forget one, in the same row
      for (var attempt = 1; ; attempt++) {
        try {
          return identity.checkPassword(id, password);
        } catch (OptimisticLockingException e) {
          if (attempt == 5) {
            return false;
          }
        }
      }
    });
  }

  private Person person(User user) {
    var groups = identity.createGroupQuery().groupMember(user.getId()).list().stream().map(Group::getId)
        .collect(Collectors.toUnmodifiableSet());
    return new Person(user.getId(), name(user), user.getEmail(), groups);
  }

  private static String name(User user) {
    var name = (Optional.ofNullable(user.getFirstName()).orElse("") + " "
        + Optional.ofNullable(user.getLastName()).orElse("")).strip();
    return name.isEmpty() ? user.getId() : name;
  }

  /** Only what exists is remembered, so that keys made up by a caller leave nothing behind. */
  @SuppressWarnings("unchecked")
  private <T> Optional<T> remember(String key, Supplier<Optional<T>> look) {
    var known = memory.get(key);
    if (known != null && System.nanoTime() - known.since < MEMORY.toNanos()) {
      return Optional.of((T) known.value);
    }
    var found = asNobody(look);
    if (found.isEmpty() || found.get() instanceof List<?> list && list.isEmpty()) {
      memory.remove(key);
    } else {
      memory.put(key, new Remembered(found.get(), System.nanoTime()));
    }
    return found;
  }

  /** The engine would show a user only what the user may see of the directory. */
  private <T> T asNobody(Supplier<T> look) {
    var acting = identity.getCurrentAuthentication();
    if (acting == null) {
      return look.get();
    }
    identity.clearAuthentication();
    try {
      return look.get();
    } finally {
      identity.setAuthentication(acting.getUserId(), acting.getGroupIds(), acting.getTenantIds());
    }
  }

  private record Remembered(Object value, long since) {
  }
}
