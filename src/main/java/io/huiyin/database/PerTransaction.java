package io.huiyin.database;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Something that lives as long as the current transaction: what was read under a lock need not be read again, and what
 * is to be written can be written together. Outside of a transaction every call gets a fresh one.
 */
public final class PerTransaction<T> {

  private final Supplier<T> fresh;
  private final Consumer<T> beforeCommit;

  public PerTransaction(Supplier<T> fresh) {
    this(fresh, value -> { });
  }

  /** @param beforeCommit what to do with it at the end of a transaction that succeeds; if it fails, nothing is committed */
  public PerTransaction(Supplier<T> fresh, Consumer<T> beforeCommit) {
    this.fresh = fresh;
    this.beforeCommit = beforeCommit;
  }

  /** The current transaction's own. */
  @SuppressWarnings("unchecked")
  public T get() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      return fresh.get();
    }
    var known = (T) TransactionSynchronizationManager.getResource(this);
    if (known != null) {
      return known;
    }
    var value = fresh.get();
    TransactionSynchronizationManager.bindResource(this, value);
    TransactionSynchronizationManager.registerSynchronization(new Life(value));
    return value;
  }

  private class Life implements TransactionSynchronization {

    private final T value;

    Life(T value) {
      this.value = value;
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(PerTransaction.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(PerTransaction.this, value);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      beforeCommit.accept(value);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(PerTransaction.this);
    }
  }
}
