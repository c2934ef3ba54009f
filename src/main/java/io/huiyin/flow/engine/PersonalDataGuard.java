package io.huiyin.flow.engine;

import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.CachedDbEntity;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.DbEntityState;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.AttachmentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.CommentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;

/**
 * The last look before the engine writes: only declared routing facts with short plain values, no comments, no
 * attachments. Whoever tries otherwise, by form, REST or model, is told which field it was, and nothing is written.
 */
class PersonalDataGuard {

  private static final int LONGEST_FACT = 100;
  private static final Set<String> PLAIN_TYPES =
      Set.of("string", "boolean", "short", "integer", "long", "double", "date", "null");

  private final RoutingFacts facts;

  PersonalDataGuard(RoutingFacts facts) {
    this.facts = facts;
  }

  void check(CommandContext command) {
    var faults = new ArrayList<FieldError>();
    for (CachedDbEntity cached : command.getDbEntityManager().getDbEntityCache().getCachedEntities()) {
      if (isAboutToBeWritten(cached)) {
        check(cached.getEntity(), faults);
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidInput(faults);
    }
  }

  private static boolean isAboutToBeWritten(CachedDbEntity cached) {
    return cached.getEntityState() == DbEntityState.TRANSIENT
        || (cached.getEntityState() == DbEntityState.PERSISTENT || cached.getEntityState() == DbEntityState.MERGED)
            && cached.isDirty();
  }

  private void check(DbEntity entity, List<FieldError> faults) {
    if (entity instanceof VariableInstanceEntity variable) {
      if (!facts.isDeclared(variable.getName())) {
        faults.add(new FieldError(variable.getName(),
            "流程中没有声明这个字段，不能保存为流程变量；请检查拼写，或在表单字段上标注 routing"));
      } else if (!PLAIN_TYPES.contains(variable.getTypeName())
          || variable.getTextValue() != null && variable.getTextValue().length() > LONGEST_FACT) {
        faults.add(new FieldError(variable.getName(), "流程变量只能是不超过 " + LONGEST_FACT + " 字的简单值"));
      }
    } else if (entity instanceof CommentEntity) {
      faults.add(new FieldError("comment", "请不要使用任务评论，请在案卷中登记沟通记录"));
    } else if (entity instanceof AttachmentEntity) {
      faults.add(new FieldError("attachment", "请不要使用任务附件，请在案卷中上传证据材料"));
    }
  }
}
