/** The case: facts, ratings, parties, numbering and the use cases that change them. Uses privacy only. */
@org.springframework.modulith.ApplicationModule(displayName = "投诉", allowedDependencies = "privacy")
package io.huiyin.complaint;
