/** The paper forms as PDF, printed from the record and never typed twice. Only reads. See docs/adr/0025-printed-forms.md. */
@org.springframework.modulith.ApplicationModule(
    displayName = "打印", allowedDependencies = {"archive", "complaint", "identity", "report", "sla"})
package io.huiyin.print;
