package io.huiyin.flow.delegate;

import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.identity.StandIns;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;

/**
 * Whose work a task is that a second person has to approve: the one who completes it, and in whose place that one acts.
 * None of them is the second person. [norm]
 */
@Component
class Authors {

  private final Directory directory;
  private final StandIns standIns;

  Authors(Directory directory, StandIns standIns) {
    this.directory = directory;
    this.standIns = standIns;
  }

  Set<String> of(DelegateTask task) {
    var actor = Trace.actor();
    var authors = new TreeSet<>(Set.of(actor));
    Optional.ofNullable(task.getOwner()).ifPresent(authors::add);
    task.getCandidates().stream().map(IdentityLink::getGroupId).filter(Objects::nonNull)
        .flatMap(group -> directory.members(group).stream()).map(Person::id)
        .filter(member -> standIns.inPlaceOf(member).filter(actor::equals).isPresent()).forEach(authors::add);
    return authors;
  }
}
