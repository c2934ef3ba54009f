package io.huiyin.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.notification.Notices.DeliveryFailed;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Group chat robot and short-message gateway: one JSON {@code POST} each. A URL may hold the robot's secret, so it
 * appears in no message.
 */
@Component
class HttpChannels {

  private static final Pattern MOBILE = Pattern.compile("(86)?1[3-9]\\d{9}|\\+\\d{8,15}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NotificationSettings settings;
  private final RestClient http;

  HttpChannels(NotificationSettings settings) {
    this.settings = settings;
    var client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.timeout()).build();
    var requests = new JdkClientHttpRequestFactory(client);
    requests.setReadTimeout(settings.timeout());
    http = RestClient.builder().requestFactory(requests).build();
  }

  /** The number as the gateway takes it; nothing for a landline or without a gateway. */
  Optional<String> usable(String phone) {
    return Optional.ofNullable(phone).filter(some -> settings.smsUrl() != null)
        .map(some -> some.replaceAll("[ ()-]", "")).filter(MOBILE.asMatchPredicate());
  }

  boolean robotPosts(NoticeEvent event) {
    return settings.webhookUrl() != null && settings.webhookEvents().contains(event);
  }

  void post(Outgoing notice) {
    var text = "【%s】%s\n%s".formatted(settings.senderName(), notice.subject(), notice.body());
    var message = Map.of("msgtype", "text", "text", Map.of("content", text));
    var answer = send(notice, "群机器人", settings.webhookUrl(), message);
    var code = errorCode(answer);
    if (code != 0) {
      throw failed(notice, "群机器人", "错误码 " + code);
    }
  }

  /** The gateway takes {@code {"id", "phone", "text"}}; any 2xx means accepted, the same id means the same message. */
  void sms(Outgoing notice) {
    send(notice, "短信网关", settings.smsUrl(), Map.of("id", notice.messageId(), "phone", notice.address(),
        "text", "【%s】%s".formatted(settings.senderName(), notice.body().strip())));
  }

  private String send(Outgoing notice, String channel, URI url, Map<String, ?> body) {
    if (url == null) {
      throw failed(notice, channel, "地址未配置");
    }
    ResponseEntity<String> answer;
    try {
      answer = http.post().uri(url).contentType(MediaType.APPLICATION_JSON).body(body)
          .retrieve().onStatus(status -> true, (request, response) -> { }).toEntity(String.class);
    } catch (RestClientException e) {
      throw failed(notice, channel, "无法连接");
    }
    if (!answer.getStatusCode().is2xxSuccessful()) {
      throw failed(notice, channel, "HTTP " + answer.getStatusCode().value());
    }
    return answer.getBody();
  }

  /** Robots refuse with HTTP 200 and a code in the answer. */
  private static int errorCode(String answer) {
    try {
      var json = JSON.readTree(answer == null ? "" : answer);
      return json.path("errcode").asInt(json.path("code").asInt(0));
    } catch (JsonProcessingException e) {
      return 0;
    }
  }

  private static DeliveryFailed failed(Outgoing notice, String channel, String reason) {
    return new DeliveryFailed("通知 " + notice.id() + " 未被" + channel + "接受：" + reason);
  }
}
