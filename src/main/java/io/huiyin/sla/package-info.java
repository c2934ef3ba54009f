/** Working calendar, time limits and the clocks of a complaint with their ledger. Knows nothing of the engine. */
@org.springframework.modulith.ApplicationModule(
    displayName = "时限", allowedDependencies = {"complaint", "database", "privacy"})
package io.huiyin.sla;
