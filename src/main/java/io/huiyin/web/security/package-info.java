/** Who may call what: log-in over the directory, one table of rules for every address. */
package io.huiyin.web.security;
