/** How personal data is kept: sealed at rest, found by keyed hash, shown masked. Uses no other module. */
@org.springframework.modulith.ApplicationModule(displayName = "个人信息保护", allowedDependencies = {})
package io.huiyin.privacy;
