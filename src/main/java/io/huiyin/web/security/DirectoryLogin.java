package io.huiyin.web.security;

import io.huiyin.identity.Directory;
import java.util.regex.Pattern;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Log-in by user id and password over the directory, which counts failures and locks. */
@Component
class DirectoryLogin implements AuthenticationProvider {

  private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private final Directory directory;

  DirectoryLogin(Directory directory) {
    this.directory = directory;
  }

  @Override
  public Authentication authenticate(Authentication login) {
    var id = login.getName();
    if (!USER_ID.matcher(id).matches() || !directory.passwordMatches(id, String.valueOf(login.getCredentials()))) {
      throw new BadCredentialsException("User id or password is wrong");
    }
    return directory.person(id).map(LoggedIn::new)
        .orElseThrow(() -> new BadCredentialsException("User id or password is wrong"));
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
