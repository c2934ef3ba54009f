package io.huiyin.web;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Problem details (RFC 9457) in Chinese: what is wrong and what to do. */
public final class Problem {

  private Problem() {
  }

  /** @param code names the sort of problem for programs; becomes {@code urn:huiyin:problem:<code>} */
  static ProblemDetail of(HttpStatusCode status, String code, String title, String detail) {
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create("urn:huiyin:problem:" + code));
    problem.setTitle(title);
    return problem;
  }

  /** What there is to say when only the status is known. */
  public static ProblemDetail of(HttpStatusCode status) {
    return switch (known(status)) {
      case BAD_REQUEST -> of(status, "bad-request", "请求有误", "请求的格式不对，请对照接口文档检查");
      case UNAUTHORIZED -> of(status, "unauthorized", "请先登录", "没有登录，或账号、密码不对，或访问令牌不对、已过期、已撤销；多次输错密码会暂时锁定账号");
      case FORBIDDEN -> of(status, "forbidden", "没有权限", "您的岗位不能进行这项操作，如有需要请联系管理员");
      case NOT_FOUND -> of(status, "not-found", "未找到", "没有这个地址，或者您无权查看");
      case METHOD_NOT_ALLOWED -> of(status, "method-not-allowed", "不支持的请求方法",
          "这个地址不支持该请求方法，可用的方法见响应头 Allow");
      case NOT_ACCEPTABLE -> of(status, "not-acceptable", "无法按要求的格式应答", "请把请求头 Accept 改为 application/json");
      case CONFLICT -> of(status, "conflict", "与当前状态冲突", "数据刚被别人改动，请刷新后重试");
      case PAYLOAD_TOO_LARGE -> of(status, "too-large", "请求太大", "提交的内容超过大小限制，请压缩或分开提交");
      case UNSUPPORTED_MEDIA_TYPE -> of(status, "unsupported-media-type", "不支持的内容类型",
          "请按接口文档设置请求头 Content-Type");
      case SERVICE_UNAVAILABLE -> of(status, "unavailable", "暂时无法服务", "系统繁忙，请稍后重试");
      default -> status.is4xxClientError()
          ? of(status, "bad-request", "请求有误", "请求无法处理，请对照接口文档检查")
          : of(status, "internal", "系统出错", "系统内部出错，没有做任何改动；请稍后重试，仍不行请联系管理员");
    };
  }

  private static HttpStatus known(HttpStatusCode status) {
    var known = HttpStatus.resolve(status.value());
    return known != null ? known : status.is4xxClientError() ? HttpStatus.BAD_REQUEST : HttpStatus.INTERNAL_SERVER_ERROR;
  }
}
