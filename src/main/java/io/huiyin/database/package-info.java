/**
 * The database that comes along when no other is configured: a real PostgreSQL with durable settings. What lives as long
 * as a transaction.
 */
@org.springframework.modulith.ApplicationModule(displayName = "数据库", allowedDependencies = {})
package io.huiyin.database;
