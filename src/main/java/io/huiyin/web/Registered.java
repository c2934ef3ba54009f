package io.huiyin.web;

import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.OffsetDateTime;

/** The answer to a registration. */
record Registered(
    @Schema(description = "投诉编号", example = "20260924-CS-0001") String complaintNumber,
    @Schema(description = "流程实例") String processInstanceId,
    @Schema(description = "优先级") Priority priority,
    @Schema(description = "严重程度") Severity severity,
    @Schema(description = "首次响应期限") OffsetDateTime responseDueAt,
    @Schema(description = "解决期限") OffsetDateTime resolutionDueAt) {
}
