# Sallyport's image: a Java runtime with only the modules it uses, its jars, and nothing else; no shell.
#
#   docker build -t sallyport .
#   docker run -v /var/run/docker.sock:/var/run/docker.sock:ro -p 127.0.0.1:8080:8080 sallyport
#
# It runs as root by default, since every engine's socket admits root, and needs no other privilege and no fixed user
# (docs/decisions/0005-image-user.md). Safer:
#
#   docker run --user "65532:$(stat -c %g /var/run/docker.sock)" --cap-drop ALL --read-only …
#
# Other commands in a running container: docker exec NAME sallyport explain

FROM maven:3.9-eclipse-temurin-25 AS build

# Layers that rarely change come first. The modules are those that the jars really use; jdeps names more, for features
# of libraries that Sallyport does not use.
RUN jlink --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.httpserver,jdk.net,jdk.unsupported \
      --strip-java-debug-attributes --compress=zip-6 --no-header-files --no-man-pages --output /image/opt/java

# Some JDKs ship debug symbols, and jlink copies them: 750 MB with Debian's openjdk-25.
RUN find /image/opt/java -type f '(' -name '*.debuginfo' -o -name '*.diz' ')' -delete \
 && if command -v strip >/dev/null; then \
      find /image/opt/java -type f '(' -name '*.so' -o -path '*/bin/*' ')' -exec strip --strip-debug '{}' ';'; \
    fi

# The system libraries that the runtime needs, at the same paths, and the few files that every program expects; the
# locale, without which Java uses ASCII for file names and output.
RUN find /image/opt/java -name '*.so' -o -path '*/bin/java' | xargs ldd 2>/dev/null \
      | grep -oE '/[^ :]+\.so[^ :]*' | grep -v ^/image/ | sort -u \
      | xargs cp --dereference --parents --target-directory=/image \
 && mkdir -p /image/etc/sallyport /image/tmp \
 && chmod 1777 /image/tmp \
 && echo 'root:x:0:0:root:/:/none' > /image/etc/passwd \
 && echo 'sallyport:x:65532:65532:Sallyport:/:/none' >> /image/etc/passwd \
 && echo 'root:x:0:' > /image/etc/group \
 && echo 'sallyport:x:65532:' >> /image/etc/group \
 && echo 'hosts: files dns' > /image/etc/nsswitch.conf \
 && cp --recursive --parents --target-directory=/image /usr/lib/locale/C.[uU]*8

# Libraries and plugins in a layer of their own, which is built again only when pom.xml changes.
WORKDIR /build
COPY pom.xml ./
RUN mvn --batch-mode --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true package

COPY src/main src/main
COPY templates templates
RUN mvn --batch-mode --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true package

# Java's arguments, for the daemon and all other commands; docs/decisions/0011-footprint.md gives
# the reason for each. The AOT cache works only with the class path that it was made with, in this order.
RUN printf '%s\n' -Xmx256m -Xms5m -XX:NewSize=2m -XX:MaxNewSize=16m -XX:SurvivorRatio=3 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 \
      -XX:-ShrinkHeapInSteps -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:StringTableSize=4096 \
      -XX:TrimNativeHeapInterval=5000 -XX:-UsePerfData \
      -XX:AOTCache=/usr/lib/sallyport/sallyport.aot -Xlog:aot=off -Xlog:cds=off \
      -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
      -cp "$(printf ':/usr/lib/sallyport/%s' $(ls target/app/lib) | cut -c 2-)" io.sallyport.cli.Main > /image/sallyport

# The command `sallyport`, without a shell: Linux itself starts Java for it, in the same process, with that file, the
# path of this one, and the arguments (docs/decisions/0013-command-by-name.md). Main drops the path.
RUN mkdir -p /image/usr/bin \
 && echo '#!/opt/java/bin/java @/sallyport' > /image/usr/bin/sallyport \
 && chmod 755 /image/usr/bin/sallyport

# The program that makes the AOT cache below.
COPY src/image src/image
RUN javac -d target/training src/image/*.java

# For machines that run the image: docker cp NAME:/usr/share/man/man1/sallyport.1 …
RUN mkdir -p /image/usr/share/bash-completion/completions /image/usr/share/man/man1 \
 && cd /image/usr/share \
 && java -cp '/build/target/app/lib/*' io.sallyport.cli.Main completion > bash-completion/completions/sallyport \
 && java -cp '/build/target/app/lib/*' io.sallyport.cli.Main manual > man/man1/sallyport.1

FROM scratch AS app
COPY --from=build /image /
COPY LICENSE /usr/share/sallyport/
COPY templates /usr/share/sallyport/templates
COPY --from=build /build/target/app/lib /usr/lib/sallyport
COPY --from=build /build/target/app/sbom.json /usr/share/sallyport/
ENV PATH=/usr/bin:/opt/java/bin LANG=C.UTF-8

# Java's AOT cache, from a run of the daemon in the same file system.
FROM app AS trained
COPY --from=build /build/target/training /training
RUN ["java", "-cp", "/training", "Training"]

FROM app
COPY --from=trained /usr/lib/sallyport/sallyport.aot /usr/lib/sallyport/
EXPOSE 8080
ENTRYPOINT ["sallyport"]
CMD ["run"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["sallyport", "healthcheck"]
LABEL org.opencontainers.image.title="Sallyport" \
      org.opencontainers.image.version="1.1.0-SNAPSHOT" \
      org.opencontainers.image.description="Keeps Nginx configured from the labels of Docker containers" \
      org.opencontainers.image.licenses="Apache-2.0"
