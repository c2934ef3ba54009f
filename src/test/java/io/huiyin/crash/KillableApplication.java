package io.huiyin.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.CookieManager;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole application as a process of its own, on data that outlive it; called over HTTP, killed without a word. */
final class KillableApplication {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String PASSWORD = "Huiyin-demo-2026";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, HttpClient> sessions = new HashMap<>();
  private final Path data;
  private final int port = freePort();
  private final int databasePort = freePort();
  private Process process;
  /** The tests' own look at the data, by one thread. */
  private Connection connection;

  KillableApplication(Path data) {
    this.data = data;
  }

  /** Starts it, again on what the last one left, and waits until it is up. */
  void start() throws Exception {
    sessions.clear();
    disconnect();
    process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx700m", "-Dfile.encoding=UTF-8",
        "-Djava.io.tmpdir=" + Files.createDirectories(temporary()), "-cp", shippedClasses(), "io.huiyin.HuiyinApplication", "--spring.profiles.active=demo", "--huiyin.data-dir=" + data,
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

  /** It stands still from now on, wherever it is. What it has told its database is done, and nothing more comes. */
  void freeze() throws Exception {
    new ProcessBuilder("sh", "-c", "kill -STOP " + process.pid()).inheritIO().start().waitFor();
    await("the database did what it was told", () -> count("select count(*) from pg_stat_activity"
        + " where usename = current_user and pid <> pg_backend_pid() and state = 'active'"
        + " and (wait_event_type is null or wait_event_type not in ('Lock', 'Client'))") == 0);
  }

  /** Without a word; its database lives on, and no statement of the dead process is under way there any more. */
  void kill() throws Exception {
    demandAlive();
    process.destroyForcibly().waitFor();
    await("the database noticed", () -> count("select count(*) from pg_stat_activity where usename = current_user"
        + " and pid <> pg_backend_pid() and backend_type = 'client backend'") == 0);
  }

  /** Without a word, and all processes of its database with it, as in a power cut. */
  void killWithDatabase() throws Exception {
    demandAlive();
    var server = ProcessHandle.of(Long.parseLong(Files.readAllLines(cluster().resolve("postmaster.pid")).get(0)))
        .filter(KillableApplication::isPostgres).orElseThrow();
    var all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly); // the first one first: it would start the others again
    process.destroyForcibly().waitFor();
    await("the database is gone", () -> all.stream().noneMatch(KillableApplication::isPostgres));
    if (Files.notExists(cluster().resolve("postmaster.pid"))) {
      throw new IllegalStateException("The database ended in good order");
    }
  }

  /** How often its database had to recover from its log. */
  long recoveries() throws IOException {
    return Files.readAllLines(data.resolve("postgres/server.log")).stream()
        .filter(line -> line.contains("was not properly shut down")).count();
  }

  /** Not so of one that is dead, even if nobody has reaped it. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("postgres")).isPresent();
  }

  private void demandAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("It had ended before it was killed");
    }
  }

  /** For each transaction that is open in the application: the tables into which it has written. */
  List<Set<String>> transactions() throws SQLException, IOException {
    return rows("""
        select string_agg(distinct relname, ' ') from pg_locks l join pg_class c on c.oid = l.relation
        where l.pid <> pg_backend_pid() and l.mode = 'RowExclusiveLock' and c.relkind = 'r' group by l.pid""").stream()
        .map(row -> Set.of(row.get(0).split(" "))).toList();
  }

  /** Waits until the engine has nothing to do by itself. @throws IllegalStateException if it gave something up */
  void rest() throws Exception {
    await("the engine comes to rest", this::rests);
    var incidents = rows("select handler_type_, exception_msg_ from act_ru_job where retries_ = 0");
    if (!incidents.isEmpty()) {
      throw new IllegalStateException("Given up: " + incidents);
    }
  }

  boolean rests() throws SQLException, IOException {
    return count("select count(*) from act_ru_job where retries_ > 0 and (duedate_ is null or duedate_ <= now())") == 0;
  }

  static void await(String what, Callable<Boolean> reached) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("In vain: " + what);
      }
      Thread.sleep(100);
    }
  }

  /** Asks until nothing is answered, or patience ends. Answers the last answer. */
  static <T> List<T> untilNothing(Callable<List<T>> question) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = question.call();
      if (answer.isEmpty() || System.nanoTime() > deadline) {
        return answer;
      }
      Thread.sleep(100);
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  Path evidence() {
    return data.resolve("evidence");
  }

  /** Where Java puts what has no other place. */
  Path temporary() {
    return data.resolveSibling("tmp");
  }

  private Path cluster() {
    return data.resolve("postgres/cluster");
  }

  /** Where the evidence with this hash lies. */
  Path evidence(String hash) {
    return evidence().resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
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

  /** Asks the archive desk, a page under the web apps' session. */
  JsonNode desk(String person, String path) throws IOException, InterruptedException {
    return JSON.readTree(send(session(person), desk(path).GET()).body());
  }

  /** Tells the archive desk something. */
  JsonNode desk(String person, String path, Map<String, ?> body) throws IOException, InterruptedException {
    var session = session(person);
    var answer = send(session, desk(path).headers("Content-Type", "application/json", "X-XSRF-TOKEN", token(session))
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))).body();
    return answer.length == 0 ? JSON.nullNode() : JSON.readTree(answer);
  }

  private HttpRequest.Builder desk(String path) {
    return request("/camunda/api/ext/archive" + path).header("Accept", "application/json");
  }

  private HttpClient session(String person) throws IOException, InterruptedException {
    var session = sessions.get(person);
    if (session == null) {
      session = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
      send(session, request("/camunda/app/tasklist/default/"));
      send(session, request("/camunda/api/admin/auth/user/default/login/tasklist")
          .headers("X-XSRF-TOKEN", token(session), "Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString("username=" + person + "&password=" + PASSWORD)));
      send(session, request("/camunda/app/tasklist/default/")); // a new session brings a new token
      sessions.put(person, session);
    }
    return session;
  }

  private static String token(HttpClient session) {
    return ((CookieManager) session.cookieHandler().orElseThrow()).getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).findFirst().orElseThrow().getValue();
  }

  /** Uploads a picture (BMP) and answers its id. */
  String upload(String person, String number, byte[] content) throws IOException, InterruptedException {
    var head = "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nOTHER\r\n--x\r\nContent-Disposition: form-data;"
        + " name=\"file\"; filename=\"照片.bmp\"\r\nContent-Type: image/bmp\r\n\r\n";
    var answer = send(person, request("/api/v1/complaints/" + number + "/evidence")
        .header("Content-Type", "multipart/form-data; boundary=x")
        .POST(BodyPublishers.ofByteArrays(List.of(head.getBytes(StandardCharsets.UTF_8), content,
            "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8)))));
    return JSON.readTree(answer.body()).get("id").asText();
  }

  /** The id of the case's open task of this kind, or {@code null}. */
  String task(String person, String number, String task) throws IOException, InterruptedException {
    return find(person, "processInstanceBusinessKey=" + number + "&taskDefinitionKey=userTask_" + task);
  }

  /** The id of the only open task of this kind, or {@code null}. */
  String task(String person, String task) throws IOException, InterruptedException {
    return find(person, "taskDefinitionKey=userTask_" + task);
  }

  private String find(String person, String query) throws IOException, InterruptedException {
    var found = get(person, "/engine-rest/task?" + query);
    if (found.size() > 1) {
      throw new IllegalStateException(found.size() + " tasks where there should be one: " + query);
    }
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
    try (var statement = connection().prepareStatement(sql)) {
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

  /** Changes something, looks at it with the questions of this class, and takes the change back. */
  void pretend(String change, String number, Callable<?> look) throws Exception {
    connection().setAutoCommit(false);
    try (var statement = connection().prepareStatement(change)) {
      statement.setString(1, number);
      if (statement.executeUpdate() == 0) {
        throw new IllegalStateException("Nothing to change: " + change);
      }
      look.call();
    } finally {
      connection().rollback();
      connection().setAutoCommit(true);
    }
  }

  private Connection connection() throws SQLException, IOException {
    if (connection == null) {
      connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + databasePort + "/huiyin", "huiyin",
          Files.readString(data.resolve("postgres/huiyin.password")).strip());
    }
    return connection;
  }

  private void disconnect() throws SQLException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  int count(String sql, Object... values) throws SQLException, IOException {
    return Integer.parseInt(rows(sql, values).get(0).get(0));
  }

  /** How many entries of a kind the case's chain has. */
  int entries(String number, String kind) throws SQLException, IOException {
    return count("select count(*) from archive_entry where number = ? and kind = ?", number, kind);
  }

  /** What is wrong with the case's chain, {@code null} if nothing is. */
  String finding(String number) throws IOException, InterruptedException {
    return get("archivist1", "/api/v1/archives/" + number + "/verification").get("finding").textValue();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofMinutes(2));
  }

  private HttpResponse<byte[]> send(String person, HttpRequest.Builder request) throws IOException, InterruptedException {
    var credentials = Base64.getEncoder().encodeToString((person + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return send(http, request.header("Authorization", "Basic " + credentials));
  }

  private static HttpResponse<byte[]> send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofByteArray());
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
