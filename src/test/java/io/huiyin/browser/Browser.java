package io.huiyin.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.print.PrintOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A Chinese Chromium without a window, in the time of the story. Where there is none, the test is skipped: environment
 * variables CHROMIUM and CHROMEDRIVER say where else to look than in {@code /usr/bin}.
 */
class Browser implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {

  private static final File CHROMIUM = program("CHROMIUM", "/usr/bin/chromium");
  private static final File DRIVER = program("CHROMEDRIVER", "/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** {@code -Dhuiyin.screenshots=true} renews the pictures that the documentation has. */
  private static final boolean RENEWING = Boolean.getBoolean("huiyin.screenshots");

  private final IntSupplier port;
  private final Supplier<Instant> now;
  private final Map<String, Set<Cookie>> sessions = new HashMap<>();
  private ChromeDriver driver;
  private String timeScript;

  Browser(IntSupplier port, Supplier<Instant> now) {
    this.port = port;
    this.now = now;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    assumeTrue(CHROMIUM.canExecute() && DRIVER.canExecute(), () -> ("Browser test skipped: %s or %s not found. Install"
        + " chromium and chromium-driver, or set CHROMIUM and CHROMEDRIVER.").formatted(CHROMIUM, DRIVER));
    driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER)
        .withEnvironment(Map.of("TZ", "Asia/Shanghai", "LANG", "zh_CN.UTF-8", "LANGUAGE", "zh_CN")).build(),
        new ChromeOptions().setBinary(CHROMIUM).addArguments("--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--lang=zh-CN", "--accept-lang=zh-CN", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", "--hide-scrollbars"));
    driver.manage().window().setSize(new Dimension(1440, 900));
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    if (driver != null && context.getExecutionException().isPresent()) {
      save(Path.of("target/screenshots", "failed-" + context.getRequiredTestMethod().getName() + ".png"));
      System.err.println(driver.getCurrentUrl());
      driver.manage().logs().get("browser").forEach(System.err::println);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (driver != null) {
      driver.quit();
      driver = null;
    }
  }

  /** Opens one of the web apps as this person, at the place behind the {@code #}. */
  Browser open(String app, String person, String place) {
    driver.manage().deleteAllCookies();
    driver.get("about:blank");
    liveNow();
    driver.get("http://127.0.0.1:%d/camunda/app/%s/default/#/login".formatted(port.getAsInt(), app));
    until("fill in the log-in", () -> { // the page may redraw itself and forget
      type("input[type=text]", person);
      type("input[type=password]", "Huiyin-demo-2026");
      return person.equals(find("input[type=text]").getAttribute("value"))
          && find("input[type=password]").getAttribute("value").length() == 16;
    });
    press("登录");
    until("logged in", () -> !driver.getCurrentUrl().contains("login"));
    return place.isEmpty() ? this : go(place);
  }

  /** Logs in without a page to fill in; who was logged in before in this browser is so still. */
  Browser as(String person) {
    visit("/camunda/archive/desk.css"); // any of ours: cookies belong to an address
    driver.manage().deleteAllCookies();
    liveNow();
    sessions.computeIfAbsent(person, this::logIn).forEach(driver.manage()::addCookie);
    return this;
  }

  private Set<Cookie> logIn(String person) {
    var status = driver.executeAsyncScript("""
        const [person, password, done] = arguments;
        const path = '/camunda/api/admin/auth/user/default';
        fetch(path).then(() => fetch(path + '/login/tasklist', { method: 'POST',
          headers: { 'X-XSRF-TOKEN': document.cookie.match(/XSRF-TOKEN=([^;]*)/)[1] },
          body: new URLSearchParams({ username: person, password }) })).then(answer => done(answer.status))
        """, person, "Huiyin-demo-2026");
    if (!Long.valueOf(200).equals(status)) {
      throw new IllegalStateException("Log-in of " + person + ": " + status);
    }
    return driver.manage().getCookies();
  }

  /** Opens a place of the archive desk, logged in as before. */
  Browser desk(String place) {
    return visit("/camunda/archive/index.html#/" + place);
  }

  /** Opens another page of ours, logged in as before. */
  Browser visit(String path) {
    driver.get("about:blank"); // else a change behind the # would not load it anew
    driver.get("http://127.0.0.1:%d%s".formatted(port.getAsInt(), path));
    return this;
  }

  /** Goes to a place of the open web app. */
  Browser go(String place) {
    driver.executeScript("location.hash = arguments[0]", place);
    return this;
  }

  /** The page's clock goes on from the time of the story. */
  private void liveNow() {
    if (timeScript != null) {
      driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", timeScript));
    }
    timeScript = (String) driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
        (() => {
          const ahead = %d - Date.now();
          const real = Date.now.bind(Date);
          window.Date = new Proxy(Date, {
            construct: (date, values, target) => values.length === 0
                ? Reflect.construct(date, [real() + ahead], target) : Reflect.construct(date, values, target),
            apply: date => new date(real() + ahead).toString(),
            get: (date, name) => name === 'now' ? () => real() + ahead : Reflect.get(date, name)
          });
        })()""".formatted(now.get().toEpochMilli()))).get("identifier");
  }

  /** The visible element; waits for it. */
  WebElement find(String css) {
    return until("see " + css, () -> driver.findElements(By.cssSelector(css)).stream().filter(WebElement::isDisplayed)
        .findFirst().orElse(null));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** The visible text of the element; waits for it. */
  String text(String css) {
    return until("read " + css, () -> find(css).getText());
  }

  /** Waits until the element shows this text. */
  void reads(String css, String text) {
    until("read '%s' in %s".formatted(text, css),
        () -> all(css).stream().anyMatch(element -> element.isDisplayed() && element.getText().contains(text)));
  }

  void type(String css, String text) {
    until("type into " + css, () -> {
      var field = find(css);
      field.clear();
      field.sendKeys(text);
      return true;
    });
  }

  /** Clicks the link or button that shows this text, be there a count behind it or not. */
  void press(String text) {
    var xpath = "//*[self::a or self::button or self::summary][contains(., '%s')]".formatted(text);
    until("press " + text, () -> {
      var found = driver.findElements(By.xpath(xpath)).stream().filter(element -> element.isDisplayed()
          && element.isEnabled() && element.getText().strip().replaceFirst(" *\\(\\d+\\)$", "").equals(text)).findFirst();
      found.ifPresent(this::click);
      return found.isPresent();
    });
  }

  void click(WebElement element) {
    driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
    element.click();
  }

  /** The form's field with this label: its control, or the group of its choices. */
  WebElement field(String label) {
    return until("see the field " + label, () -> driver.findElements(By.xpath(
            "//*[contains(@class,'hy-field')][.//*[contains(@class,'hy-label')][starts-with(normalize-space(), '%s')]]"
                .formatted(label))).stream().filter(WebElement::isDisplayed).findFirst().orElse(null));
  }

  void fill(String label, String text) {
    var control = field(label).findElement(By.cssSelector("input, textarea"));
    control.clear();
    control.sendKeys(text);
  }

  void choose(String label, String option) {
    until("choose " + option, () -> {
      var choice = field(label).findElements(By.xpath(
          ".//option[normalize-space()='%1$s'] | .//label[normalize-space()='%1$s']".formatted(option)));
      choice.forEach(this::click);
      return !choice.isEmpty();
    });
  }

  /** Chooses a file that need not exist: the machine's file names may know no Chinese. */
  void chooseFile(String css, String name, byte[] content) {
    chooseFiles(css, Map.of(name, content));
  }

  /** Chooses several files at once, content by name. */
  void chooseFiles(String css, Map<String, byte[]> files) {
    give(css, files, "input.files = chosen.files; input.dispatchEvent(new Event('change', { bubbles: true }))");
  }

  /** Drops files on a place. */
  void dropFiles(String css, Map<String, byte[]> files) {
    give(css, files, "['dragenter', 'dragover', 'drop'].forEach(type => input.dispatchEvent("
        + "new DragEvent(type, { dataTransfer: chosen, bubbles: true, cancelable: true })))");
  }

  private void give(String css, Map<String, byte[]> files, String how) {
    var input = until("see " + css, () -> all(css).stream().findFirst().orElse(null));
    driver.executeScript("""
        const [input, files] = arguments;
        const chosen = new DataTransfer();
        files.forEach(([name, content]) =>
          chosen.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name)));
        """ + how, input, files.entrySet().stream()
        .map(file -> List.of(file.getKey(), Base64.getEncoder().encodeToString(file.getValue()))).toList());
  }

  /** Sends no faster than this from now on, as a slow line does; 0 lets it run again. */
  void sendsAtMost(int bytesPerSecond) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.emulateNetworkConditions", Map.of("offline", false, "latency", 0,
        "downloadThroughput", -1, "uploadThroughput", bytesPerSecond == 0 ? -1 : bytesPerSecond));
  }

  /** Sets a day or a time: what one would type depends on the language of the machine. */
  void set(String label, String value) {
    driver.executeScript("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))",
        field(label).findElement(By.tagName("input")), value);
  }

  /** From now on the browser stands in this time zone. */
  void livesIn(String zone) {
    driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
  }

  /** The file that the page saves when this is done. */
  byte[] saved(Runnable action) throws IOException {
    var directory = Files.createTempDirectory(Path.of("target"), "saved").toAbsolutePath();
    driver.executeCdpCommand("Browser.setDownloadBehavior", Map.of("behavior", "allowAndName", "downloadPath", directory.toString()));
    action.run();
    return Files.readAllBytes(until("saved", () -> Stream.of(directory.toFile().listFiles())
        .filter(file -> file.length() > 0 && !file.getName().endsWith(".crdownload")).findFirst().orElse(null)).toPath());
  }

  /** What lies behind the link that shows this text. */
  byte[] fetched(String link) {
    return Base64.getDecoder().decode((String) driver.executeAsyncScript("""
        const [link, done] = arguments;
        fetch(link.href).then(answer => answer.bytes()).then(bytes => done(bytes.toBase64()))
        """, until("see " + link, () -> driver.findElements(By.linkText(link)).stream().findFirst().orElse(null))));
  }

  /** The page as it goes to paper, a PDF. */
  byte[] printed() {
    return Base64.getDecoder().decode(driver.print(new PrintOptions()).getContent());
  }

  /** Picks from a drop-down list outside a form. */
  void pick(String label, String option) {
    until("pick " + option, () -> {
      var found = driver.findElements(By.xpath(
          "//select[@aria-label='%1$s' or @id=//label[normalize-space()='%1$s']/@for]/option[normalize-space()='%2$s']"
              .formatted(label, option)));
      found.forEach(WebElement::click);
      return !found.isEmpty();
    });
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** What within these elements sticks out to the right of them, as text. */
  @SuppressWarnings("unchecked")
  List<String> overflowing(String css) {
    return (List<String>) driver.executeScript("""
        return [...document.querySelectorAll(arguments[0])].flatMap(place => {
          const edge = place.getBoundingClientRect().right + 1;
          return [...place.querySelectorAll('*')].filter(one => !one.closest('.hy-scroll')
              && one.checkVisibility() && one.getBoundingClientRect().right > edge)
            .map(one => one.tagName + ' ' + one.textContent.slice(0, 60));
        })""", css);
  }

  /** Whether a script of the page has opened a dialogue. */
  boolean isAlerting() {
    try {
      driver.switchTo().alert();
      return true;
    } catch (NoAlertPresentException none) {
      return false;
    }
  }

  /** Takes a picture of the page as it stands, once what moves has come to rest. */
  void picture(String name) throws IOException {
    until("comes to rest", () -> driver.executeScript("return document.getAnimations().every(one => "
        + "one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity)").equals(true));
    var documented = Path.of("docs/images", name + ".png");
    save(RENEWING && Files.exists(documented) ? documented : Path.of("target/screenshots", name + ".png"));
  }

  /** Takes a picture for people who look through many. */
  void save(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Waits for what is neither null nor false; the page may redraw meanwhile. */
  <T> T until(String what, Supplier<T> condition) {
    return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50)).withMessage(what)
        .ignoring(StaleElementReferenceException.class, org.openqa.selenium.ElementNotInteractableException.class)
        .until(ignored -> condition.get());
  }

  private static File program(String variable, String usual) {
    var given = System.getenv(variable);
    return new File(given == null ? usual : given);
  }
}
