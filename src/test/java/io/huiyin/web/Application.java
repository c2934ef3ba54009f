package io.huiyin.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.HuiyinTest;
import io.huiyin.story.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The running application, called over HTTP as a person. */
@HuiyinTest
abstract class Application {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Map<String, Session> sessions = new HashMap<>();

  @LocalServerPort
  private int port;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Story story;

  /** A Tuesday morning. */
  @BeforeEach
  void begin() {
    story.begins("2026-09-15T10:00");
  }

  /** An answer with its body as JSON where it is. */
  record Answer(int status, HttpResponse<byte[]> raw, JsonNode json) {

    String text() {
      return new String(raw.body(), StandardCharsets.UTF_8);
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse(null);
    }
  }

  /** Calls as this person, or as nobody for {@code null}. */
  Answer call(String user, String method, String path, Object body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (user != null) {
      login(request, user, "Huiyin-demo-2026");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else if (body instanceof String text) {
        request.method(method, BodyPublishers.ofString(text));
      } else {
        request.header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      }
      return send(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls what the web apps call, with a session of this person; who may use no web app is answered 401. */
  Answer desk(String user, String method, String path, Object body, String... headers) {
    var session = sessions.computeIfAbsent(user, this::session);
    var request = request("/camunda/api/ext" + path).header("X-XSRF-TOKEN", session.token());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return send(session.http, body instanceof String text ? request.method(method, BodyPublishers.ofString(text))
          : body == null ? request.method(method, BodyPublishers.noBody()) : request.header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Session(HttpClient http, CookieManager cookies) {

    String token() {
      return cookies.getCookieStore().getCookies().stream().filter(one -> one.getName().equals("XSRF-TOKEN"))
          .map(HttpCookie::getValue).findFirst().orElseThrow();
    }
  }

  /** Logged in to the web app that the person may use; a program may use none. */
  private Session session(String user) {
    var cookies = new CookieManager();
    var session = new Session(HttpClient.newBuilder().cookieHandler(cookies).build(), cookies);
    for (var app : List.of("tasklist", "cockpit")) {
      send(session.http, request("/camunda/app/" + app + "/default/"));
      var login = send(session.http, request("/camunda/api/admin/auth/user/default/login/" + app)
          .headers("X-XSRF-TOKEN", session.token(), "Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString("username=%s&password=Huiyin-demo-2026".formatted(user))));
      if (login.status() == 200) {
        send(session.http, request("/camunda/app/" + app + "/default/")); // a new session brings a new token
        break;
      }
    }
    return session;
  }

  static void login(HttpRequest.Builder request, String user, String password) {
    request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
        (user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  Answer send(HttpRequest.Builder request) {
    return send(HTTP, request);
  }

  private static Answer send(HttpClient http, HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      var type = answer.headers().firstValue("Content-Type").orElse("");
      return new Answer(answer.statusCode(), answer,
          type.contains("json") ? JSON.readTree(answer.body()) : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  Answer get(String user, String path) {
    return call(user, "GET", path, null);
  }

  Answer post(String user, String path, Object body, String... headers) {
    return call(user, "POST", path, body, headers);
  }

  /** A registration that is complete. */
  static Map<String, Object> complaint() {
    return new HashMap<>(Map.of("channel", "PHONE", "customerName", "欧阳小敏", "customerPhone", "13987654321",
        "product", "空气净化器", "category", "LOGISTICS", "description", "到货时外壳破裂，要求尽快处理"));
  }

  /** Registers as this person and answers the number. */
  String registered(String user) {
    var answer = post(user, "/api/v1/complaints", complaint());
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return answer.json().get("complaintNumber").asText();
  }

  /** The names of the fields that the answer calls faulty. */
  static List<String> faulty(Answer answer) {
    return StreamSupport.stream(answer.json().path("errors").spliterator(), false)
        .map(error -> error.get("field").asText()).sorted().toList();
  }

  /** Ids of the tasks that this person finds over the engine's REST for the case. */
  List<String> taskIds(String user, String number) {
    return StreamSupport.stream(get(user, "/engine-rest/task?processInstanceBusinessKey=" + number).json().spliterator(),
        false).map(task -> task.get("id").asText()).toList();
  }
}
