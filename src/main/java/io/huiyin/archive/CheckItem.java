package io.huiyin.archive;

/** What the four checks (四性检测) look at, one after the other. [norm: DA/T 70] */
public enum CheckItem {
  CHAIN(Property.AUTHENTICITY, "记录未被改动", "逐条重算哈希链，与封面登记的末条一致"),
  DAILY_ROOT(Property.AUTHENTICITY, "与每日存证一致", "各次每日存证登记的末条仍在案卷中，未被整卷改写"),
  ACTORS(Property.AUTHENTICITY, "经办人可识别", "每条记录都由系统或在册人员形成"),
  TIMES(Property.AUTHENTICITY, "时间先后合理", "记录的时间不早于立卷、不晚于检测，且先后有序"),

  DOCUMENTS(Property.INTEGRITY, "必备材料齐全", "按类别应有的材料都在卷内，或已由档案管理员说明理由免交"),
  NUMBERING(Property.INTEGRITY, "记录编号连续", "从第 1 条到封面登记的末条没有缺号"),
  PAYLOADS(Property.INTEGRITY, "记录内容齐全", "每条登记了内容的记录，内容都在；销毁的有销毁记录"),
  EVIDENCE(Property.INTEGRITY, "证据齐全未变", "登记的每份证据都在，大小和哈希与入档时一致"),
  DESCRIPTION(Property.INTEGRITY, "著录项齐全", "已归档的案卷有类别、状态、紧急程度、保管期限和依据；封面、冻结、免交和销毁证明与记录一致"),

  READABLE(Property.USABILITY, "记录内容可读", "每条记录的内容都能打开并读出"),
  EVIDENCE_OPENS(Property.USABILITY, "证据可以打开", "每份证据的实际格式与登记的一致，属于可长期保存的格式"),
  PERSONAL_DATA(Property.USABILITY, "当事人信息可读", "客户和投诉内容能够解密读出"),

  KEYS(Property.SECURITY, "加密密钥在册", "卷内加密内容所用的密钥都已配置"),
  SENSITIVE(Property.SECURITY, "高度敏感的知悉范围", "能一直查看高度敏感案卷的，都是经办过的人"),
  SCANNED(Property.SECURITY, "证据经过病毒扫描", "启用病毒扫描后入档的证据都扫描过，没有病毒"),
  CONSENT(Property.SECURITY, "录音经客户同意", "每份录音都有客户同意的记录"),
  BOLTS(Property.SECURITY, "防篡改保护有效", "数据库拒绝修改和删除档案记录的保护都处于启用状态");

  /** The four properties. */
  public enum Property {
    AUTHENTICITY("真实性"), INTEGRITY("完整性"), USABILITY("可用性"), SECURITY("安全性");

    private final String label;

    Property(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  private final Property property;
  private final String label;
  private final String meaning;

  CheckItem(Property property, String label, String meaning) {
    this.property = property;
    this.label = label;
    this.meaning = meaning;
  }

  public Property property() {
    return property;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }

  /** What exactly is looked at, in one sentence. */
  public String meaning() {
    return meaning;
  }
}
