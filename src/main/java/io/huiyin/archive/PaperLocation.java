package io.huiyin.archive;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the paper of an archive stands: room (档案室), cabinet (柜), box (盒), position (位置), key holder (钥匙保管人).
 * [000]
 */
public record PaperLocation(String room, String cabinet, String box, String position, String keyHolder) {

  Map<String, Object> facts() {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("room", room);
    facts.put("cabinet", cabinet);
    facts.put("box", box);
    facts.put("position", position);
    facts.put("keyHolder", keyHolder);
    return facts;
  }
}
