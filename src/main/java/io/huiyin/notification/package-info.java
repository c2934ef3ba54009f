/** What is said to whom and through which channel: notices, templates, delivery log. */
@org.springframework.modulith.ApplicationModule(
    displayName = "通知", allowedDependencies = {"complaint", "identity", "privacy"})
package io.huiyin.notification;
