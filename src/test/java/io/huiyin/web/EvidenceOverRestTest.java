package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.huiyin.archive.Archives;
import io.huiyin.archive.Entry;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.archive.Incoming;
import io.huiyin.complaint.ComplaintNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Evidence as programs send it: one file, several, one that is too large, one whose sender goes away. */
class EvidenceOverRestTest extends Application {

  private static final byte[] TEXT = "检测结论：外壳破裂".getBytes(StandardCharsets.UTF_8);

  @Autowired EvidenceStore evidence;
  @Autowired Archives archives;
  @Autowired Incoming incoming;
  @LocalServerPort int port;

  private record Part(String name, byte[] content) {
  }

  @Test
  void severalFilesAreEachAnsweredInTheirOrder() {
    var number = registered("agent1");
    var answer = upload(number, new Part("检测 报告.txt", TEXT), new Part("程序.exe", new byte[] {'M', 'Z', 0, 1}),
        new Part("空.txt", new byte[0]), new Part("照片.txt", "第二份".getBytes(StandardCharsets.UTF_8)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(207);
    var items = answer.json().get("items");
    assertThat(items.findValuesAsText("fileName")).contains("检测 报告.txt", "程序.exe", "空.txt", "照片.txt");
    assertThat(items).extracting(item -> item.get("status").asInt()).containsExactly(201, 400, 400, 201);
    assertThat(items.get(0).get("evidence").get("fileName").asText()).isEqualTo("检测 报告.txt");
    assertThat(items.get(0).has("problem")).isFalse();
    assertThat(message(items.get(1))).startsWith("不接受这种文件");
    assertThat(message(items.get(2))).startsWith("文件是空的");
    assertThat(evidence.list(new ComplaintNumber(number))).extracting("fileName")
        .containsExactly("检测 报告.txt", "照片.txt");
    assertThat(nothingComesIn()).isTrue();
  }

  @Test
  void aMistakeInTheFieldsBesideIsToldForEachFile() {
    var number = registered("agent1");
    var answer = upload(number, "lower case", new Part("a.txt", TEXT), new Part("b.txt", TEXT));
    assertThat(answer.json().get("items")).extracting(item -> item.get("problem").get("errors").get(0).get("field")
        .asText()).containsExactly("kind", "kind");
    assertThat(evidence.list(new ComplaintNumber(number))).isEmpty();
  }

  @Test
  void aFailureAtTheThirdFileHidesNotTheTwoThatAreStored() {
    var number = registered("agent1");
    jdbc.sql("alter table archive_evidence add constraint broken check (size <> 7) not valid").update();
    try {
      var answer = upload(number, new Part("a.txt", TEXT), new Part("b.txt", "第二份".getBytes(StandardCharsets.UTF_8)),
          new Part("c.txt", "1234567".getBytes(StandardCharsets.UTF_8)));

      assertThat(answer.status()).as(answer.text()).isEqualTo(207);
      assertThat(answer.json().get("items")).extracting(item -> item.get("status").asInt()).containsExactly(201, 201, 500);
      assertThat(answer.text()).doesNotContain("broken");
      assertThat(evidence.list(new ComplaintNumber(number))).extracting("fileName").containsExactly("a.txt", "b.txt");
    } finally {
      jdbc.sql("alter table archive_evidence drop constraint broken").update();
    }
  }

  @Test
  void withoutAFileTheFieldIsNamed() {
    assertThat(faulty(upload(registered("agent1")))).containsExactly("file");
  }

  @Test
  void aFileBeyondTheLimitIsAnsweredNotCutOff() {
    var number = registered("agent1");
    var answer = upload(number, new Part("大.txt", new byte[201 * 1024 * 1024]));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(nothingComesIn()).isTrue();
    assertThat(evidence.list(new ComplaintNumber(number))).isEmpty();
  }

  @Test
  void aSenderThatGoesAwayInTheMiddleLeavesNothing() throws IOException {
    var number = registered("agent1");
    var body = body("OTHER", new Part("长.txt", new byte[4_000_000]));
    try (var socket = new Socket("127.0.0.1", port)) {
      var out = socket.getOutputStream();
      out.write(("POST /api/v1/complaints/" + number + "/evidence HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic "
          + Base64.getEncoder().encodeToString("agent1:Huiyin-demo-2026".getBytes(StandardCharsets.UTF_8))
          + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: " + body.length
          + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body, 0, 2_000_000);
      out.flush();
      await("half of it is here", () -> !nothingComesIn());
    }
    await("it is gone", this::nothingComesIn);
    assertThat(evidence.list(new ComplaintNumber(number))).isEmpty();
    assertThat(archives.entries(new ComplaintNumber(number))).extracting(Entry::kind).doesNotContain("EVIDENCE_ADDED");
  }

  private static void await(String what, BooleanSupplier condition) {
    var patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(patience);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The web server's parts lie there, and ours. */
  private boolean nothingComesIn() {
    try (var files = Files.list(incoming.directory())) {
      return files.map(Path::getFileName).map(Path::toString).allMatch("in-use.lock"::equals);
    } catch (IOException e) {
      return false;
    }
  }

  private static String message(JsonNode item) {
    return item.get("problem").get("errors").get(0).get("message").asText();
  }

  private static final String BOUNDARY = "----huiyin";

  private Answer upload(String number, Part... files) {
    return upload(number, "TEST_REPORT", files);
  }

  private Answer upload(String number, String kind, Part... files) {
    var request = request("/api/v1/complaints/" + number + "/evidence")
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(body(kind, files))));
    login(request, "agent1", "Huiyin-demo-2026");
    return send(request);
  }

  private static byte[] body(String kind, Part... files) {
    var body = new ByteArrayOutputStream();
    body.writeBytes("--%s\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%s\r\n".formatted(BOUNDARY, kind)
        .getBytes(StandardCharsets.UTF_8));
    for (var file : files) {
      body.writeBytes(("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
          + "Content-Type: application/octet-stream\r\n\r\n").formatted(BOUNDARY, file.name)
          .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(file.content);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }
}
