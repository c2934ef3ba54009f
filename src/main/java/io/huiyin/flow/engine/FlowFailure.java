package io.huiyin.flow.engine;

/**
 * A step that failed for a technical reason. The engine stores message and stack trace in its job tables and shows
 * them in Cockpit, so neither may hold a value from the case: the message names the kind and place of the fault only.
 */
class FlowFailure extends RuntimeException {

  FlowFailure(Throwable fault) {
    super("步骤执行失败(" + fault.getClass().getSimpleName() + place(fault) + ")，详见应用日志");
    setStackTrace(fault.getStackTrace());
  }

  private static String place(Throwable fault) {
    for (var frame : fault.getStackTrace()) {
      if (frame.getClassName().startsWith("io.huiyin.")) {
        return " @ " + frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }
}
