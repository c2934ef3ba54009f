/** The case: facts, ratings, parties, numbering and the use cases that change them. Uses no other module but database and privacy. */
@org.springframework.modulith.ApplicationModule(displayName = "投诉", allowedDependencies = {"database", "privacy"})
package io.huiyin.complaint;
