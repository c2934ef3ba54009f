/** The append-only case file: entries, evidence, proofs, completeness, filing. */
@org.springframework.modulith.ApplicationModule(
    displayName = "档案", allowedDependencies = {"complaint", "database", "identity", "privacy"})
package io.huiyin.archive;
