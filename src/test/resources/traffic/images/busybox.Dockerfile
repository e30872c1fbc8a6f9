# As Alpine is: everything that the shell runs, and the shell itself, is busybox.
FROM nginx:stable
COPY busybox /busybox
RUN ["/busybox", "sh", "-c", "for each in $(/busybox --list); do case $each in busybox) ;; *) /busybox rm -f /bin/$each /usr/bin/$each; /busybox ln -s /busybox /bin/$each ;; esac; done"]
