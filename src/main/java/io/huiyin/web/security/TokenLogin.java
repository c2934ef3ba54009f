package io.huiyin.web.security;

import io.huiyin.identity.AccessTokens;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.stereotype.Component;

/** Log-in of a program by an access token in the header {@code Authorization: Bearer …} (RFC 6750). */
@Component
class TokenLogin {

  private static final String SCHEME = "Bearer ";

  private final AccessTokens tokens;

  TokenLogin(AccessTokens tokens) {
    this.tokens = tokens;
  }

  /** What the request brings, or {@code null} if it is no token. */
  Authentication read(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? null
        : new PreAuthenticatedAuthenticationToken("bearer", header.substring(SCHEME.length()).strip());
  }

  /** @throws BadCredentialsException if the token is wrong, expired or revoked */
  Authentication authenticate(Authentication login) {
    return tokens.holder(String.valueOf(login.getCredentials())).map(LoggedIn::new)
        .orElseThrow(() -> new BadCredentialsException("The token is wrong, expired or revoked"));
  }
}
