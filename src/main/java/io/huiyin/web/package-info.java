/** What integrators and customers call: REST under /api/v1 and who may call it. Knows nothing of the engine. */
@org.springframework.modulith.ApplicationModule(
    displayName = "接口", allowedDependencies = {"archive", "complaint", "identity", "notification", "print", "privacy",
        "report", "sla"})
package io.huiyin.web;
