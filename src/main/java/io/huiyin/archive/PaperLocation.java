package io.huiyin.archive;

/** Where the paper of an archive stands: cabinet (柜), box (盒), position (位置), key holder (钥匙保管人). [000] */
public record PaperLocation(String cabinet, String box, String position, String keyHolder) {
}
