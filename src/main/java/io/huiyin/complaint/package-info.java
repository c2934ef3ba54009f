/** The case: facts, ratings, parties, numbering and the use cases that change them. Uses no other module. */
@org.springframework.modulith.ApplicationModule(displayName = "投诉", allowedDependencies = {})
package io.huiyin.complaint;
