/** People, groups, and who may see what. Uses no other module but database. */
@org.springframework.modulith.ApplicationModule(displayName = "人员与权限", allowedDependencies = "database")
package io.huiyin.identity;
