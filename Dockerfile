# ./mvnw -DskipTests package && docker build -t huiyin .
FROM eclipse-temurin:17-jre-jammy

# The one place that is written to besides /tmp: evidence, logs, and the embedded database where no other is named.
RUN useradd --uid 10001 --no-create-home huiyin && install -d -o huiyin -m 700 /data
ENV HUIYIN_DATA_DIR=/data \
    SPRING_PROFILES_ACTIVE=prod \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -Dfile.encoding=UTF-8"
VOLUME /data

COPY target/huiyin-*.jar /app/huiyin.jar
USER huiyin
EXPOSE 8080
# bash alone, because the image has neither curl nor wget.
HEALTHCHECK --interval=15s --timeout=5s --start-period=180s --retries=4 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"UP\"' <&3"]
ENTRYPOINT ["java", "-jar", "/app/huiyin.jar"]
