/** People, groups, and who may see what. Uses no other module. */
@org.springframework.modulith.ApplicationModule(displayName = "人员与权限", allowedDependencies = {})
package io.huiyin.identity;
