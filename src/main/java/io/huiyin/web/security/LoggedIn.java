package io.huiyin.web.security;

import io.huiyin.identity.Person;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A person who proved the own password. Goes by the user id, so that no log shows name or address. */
class LoggedIn extends AbstractAuthenticationToken {

  private final transient Person person;

  LoggedIn(Person person) {
    super(AuthorityUtils.createAuthorityList(person.groups()));
    this.person = person;
    setAuthenticated(true);
  }

  @Override
  public Person getPrincipal() {
    return person;
  }

  @Override
  public Object getCredentials() {
    return null;
  }

  @Override
  public String getName() {
    return person.id();
  }
}
