package io.huiyin.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole application as a process of its own, on data that outlive it; called over HTTP, killed without a word. */
final class KillableApplication {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final int port = freePort();
  private final int databasePort = freePort();
  private Process process;

  KillableApplication(Path data) {
    this.data = data;
  }

  /** Starts it, again on what the last one left, and waits until it is up. */
  void start() throws Exception {
    process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx700m", "-Dfile.encoding=UTF-8",
        "-cp", shippedClasses(), "io.huiyin.HuiyinApplication", "--spring.profiles.active=demo", "--huiyin.data-dir=" + data,
        "--server.port=" + port, "--huiyin.database.port=" + databasePort)
        .redirectErrorStream(true).redirectOutput(data.resolveSibling("console.txt").toFile()).start();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isUp()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("It did not start:\n" + Files.readString(data.resolveSibling("console.txt")));
      }
      Thread.sleep(200);
    }
  }

  /** As a power cut does it. */
  void kill() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("It had ended before it was killed");
    }
    process.destroyForcibly().waitFor();
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  Path evidence() {
    return data.resolve("evidence");
  }

  private boolean isUp() throws InterruptedException {
    try {
      return http.send(request("/actuator/health/readiness").build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  JsonNode get(String person, String path) throws IOException, InterruptedException {
    return JSON.readTree(send(person, request(path).GET()).body());
  }

  byte[] bytes(String person, String path) throws IOException, InterruptedException {
    return send(person, request(path).GET()).body();
  }

  JsonNode post(String person, String path, Map<String, ?> body) throws IOException, InterruptedException {
    var answer = send(person, request(path).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))).body();
    return answer.length == 0 ? JSON.nullNode() : JSON.readTree(answer);
  }

  /** Uploads a text file and answers its id. */
  String upload(String person, String number, byte[] content) throws IOException, InterruptedException {
    var head = "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nOTHER\r\n--x\r\nContent-Disposition: form-data;"
        + " name=\"file\"; filename=\"记录.txt\"\r\nContent-Type: text/plain\r\n\r\n";
    var answer = send(person, request("/api/v1/complaints/" + number + "/evidence")
        .header("Content-Type", "multipart/form-data; boundary=x")
        .POST(BodyPublishers.ofByteArrays(List.of(head.getBytes(StandardCharsets.UTF_8), content,
            "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8)))));
    return JSON.readTree(answer.body()).get("id").asText();
  }

  /** The id of the case's open task of this kind, or {@code null}. */
  String task(String person, String number, String task) throws IOException, InterruptedException {
    var found = get(person, "/engine-rest/task?processInstanceBusinessKey=" + number
        + "&taskDefinitionKey=userTask_" + task);
    return found.isEmpty() ? null : found.get(0).get("id").asText();
  }

  void claim(String person, String task) throws IOException, InterruptedException {
    post(person, "/engine-rest/task/" + task + "/claim", Map.of("userId", person));
  }

  /** Completes a claimed task; names and values of its fields alternate. */
  void complete(String person, String task, Object... fields) throws IOException, InterruptedException {
    var variables = new LinkedHashMap<String, Map<String, Object>>();
    for (var i = 0; i < fields.length; i += 2) {
      variables.put((String) fields[i], Map.of("value", fields[i + 1]));
    }
    post(person, "/engine-rest/task/" + task + "/complete", Map.of("variables", variables));
  }

  /** Claims and completes the case's open task of this kind. */
  void work(String person, String number, String kind, Object... fields) throws IOException, InterruptedException {
    var task = task(person, number, kind);
    if (task == null) {
      throw new IllegalStateException(person + " sees no task " + kind);
    }
    claim(person, task);
    complete(person, task, fields);
  }

  /** Asks the database itself; each row a list of its columns as text. */
  List<List<String>> rows(String sql, Object... values) throws SQLException, IOException {
    var password = Files.readString(data.resolve("postgres/huiyin.password")).strip();
    try (var connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + databasePort + "/huiyin",
        "huiyin", password); var statement = connection.prepareStatement(sql)) {
      for (var i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (var row = statement.executeQuery()) {
        var rows = new ArrayList<List<String>>();
        while (row.next()) {
          var columns = new ArrayList<String>();
          for (var i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.add(row.getString(i));
          }
          rows.add(columns);
        }
        return rows;
      }
    }
  }

  int count(String sql, Object... values) throws SQLException, IOException {
    return Integer.parseInt(rows(sql, values).get(0).get(0));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofMinutes(2));
  }

  private HttpResponse<byte[]> send(String person, HttpRequest.Builder request) throws IOException, InterruptedException {
    var credentials = Base64.getEncoder().encodeToString((person + ":Huiyin-demo-2026").getBytes(StandardCharsets.UTF_8));
    var answer = http.send(request.header("Authorization", "Basic " + credentials).build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 400) {
      throw new Refused(answer.statusCode(), answer.request().method() + " " + answer.uri().getPath() + ": "
          + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer;
  }

  /** The application answered, and its answer was no. */
  static final class Refused extends IllegalStateException {

    final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /** Without the tests' own settings. */
  private static String shippedClasses() {
    var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator)).filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
