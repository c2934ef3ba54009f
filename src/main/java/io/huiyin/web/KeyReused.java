package io.huiyin.web;

/** The same idempotency key came with another body. */
class KeyReused extends RuntimeException {

  KeyReused() {
    super("这个 Idempotency-Key 已用于另一份内容；新的投诉请换一个新键，重发旧的请保持内容不变");
  }
}
