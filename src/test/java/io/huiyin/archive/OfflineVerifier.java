package io.huiyin.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/** The verifier as it travels in the packages: compiled once for many checks, or run as its reader runs it. */
public final class OfflineVerifier {

  private static final Method CHECK = compile();

  private OfflineVerifier() {
  }

  /** @param dailyRoots a copy of the root file, or {@code null} */
  @SuppressWarnings("unchecked")
  public static List<String> findings(Path packageOrZip, Path dailyRoots) {
    try {
      return (List<String>) CHECK.invoke(null, packageOrZip, dailyRoots);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** What a person sees and the exit code. */
  record Run(int exit, String output) {
  }

  static Run run(Path directory, String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "Verify.java"));
    command.addAll(List.of(arguments));
    var output = Files.createTempFile("verify", ".txt");
    var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
        .redirectOutput(output.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    var process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The verifier does not end");
    }
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static Method compile() {
    try {
      var directory = Files.createTempDirectory("verifier");
      var source = Files.write(directory.resolve("Verify.java"), ArchivePackage.verifier());
      if (ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", "-Xlint:all,-serial", "-Werror", "-classpath",
          directory.toString(), "-d", directory.toString(), source.toString()) != 0) {
        throw new AssertionError("The verifier does not compile");
      }
      return new URLClassLoader(new URL[] {directory.toUri().toURL()}).loadClass("Verify")
          .getMethod("check", Path.class, Path.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
