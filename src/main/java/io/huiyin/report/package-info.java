/** Lists and figures about many cases at once, for those who lead and for programs. Only reads. */
@org.springframework.modulith.ApplicationModule(
    displayName = "报表", allowedDependencies = {"complaint", "identity"})
package io.huiyin.report;
